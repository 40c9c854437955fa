using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Datasets;

/// <summary>
/// The course notes' linear function with more inputs than rows: 120 rows of 200 inputs from N(0, 1), and
/// y = 0.05 + 0.01·Σx + N(0, 0.01²) (https://d2l.ai/chapter_linear-regression/weight-decay.html).
/// </summary>
/// <param name="folder">The folder of the file.</param>
public sealed class HighDimensional(string folder) : GeneratedTable(folder)
{
    private const int Count = 120;
    private const int Width = 200;
    private const double Weight = 0.01;
    private const double Offset = 0.05;

    /// <inheritdoc/>
    public override DatasetSummary Summary { get; } = new()
    {
        Name = "high-dimensional",
        Description = "A linear function of 200 numbers with noise, 120 rows, generated from a seed: easy to memorize, hard to generalize from.",
        Kind = DatasetKind.Table,
        Target = "y",
    };

    /// <inheritdoc/>
    protected override IEnumerable<string> Header() =>
        Enumerable.Range(1, Width).Select(column => string.Create(CultureInfo.InvariantCulture, $"x{column}")).Append("y");

    /// <inheritdoc/>
    protected override IEnumerable<IEnumerable<string>> Rows()
    {
        var random = new SplitMix64(0);
        for (var row = 0; row < Count; row++)
        {
            var inputs = Enumerable.Range(0, Width).Select(_ => random.Normal()).ToArray();
            var y = Offset + (Weight * inputs.Sum()) + (Weight * random.Normal());
            yield return inputs.Append(y).Select(Cell);
        }
    }
}
