using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Randomness;

namespace LearnML.Training.Datasets.Tables;

/// <summary>
/// The d2l.ai book's linear function with more inputs than rows: 120 rows of 200 inputs from N(0, 1), and
/// y = 0.05 + 0.01·Σx + N(0, 0.01²) (https://d2l.ai/chapter_linear-regression/weight-decay.html).
/// </summary>
/// <param name="folder">The folder of the file.</param>
public sealed class HighDimensional(string folder) : GeneratedTable(folder)
{
    private const int RowCount = 120;
    private const int InputCount = 200;
    private const double Weight = 0.01;
    private const double Bias = 0.05;

    /// <inheritdoc/>
    public override DatasetSummary Summary { get; } = new()
    {
        Name = "high-dimensional",
        Description = "A linear function of 200 numbers with noise, 120 rows, generated from a seed: easy to memorize, hard to generalize from.",
        Kind = DatasetKind.Table,
        Target = "y",
    };

    /// <inheritdoc/>
    protected override IEnumerable<string> GetColumnNames() =>
        Enumerable.Range(1, InputCount).Select(column => string.Create(CultureInfo.InvariantCulture, $"x{column}")).Append("y");

    /// <inheritdoc/>
    protected override IEnumerable<IEnumerable<string>> GenerateRows()
    {
        var random = new SplitMix64(0);
        for (var row = 0; row < RowCount; row++)
        {
            var inputs = Enumerable.Range(0, InputCount).Select(_ => random.NextNormal()).ToArray();
            var y = Bias + (Weight * inputs.Sum()) + (Weight * random.NextNormal());
            yield return inputs.Append(y).Select(FormatNumber);
        }
    }
}
