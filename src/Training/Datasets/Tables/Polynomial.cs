using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Randomness;

namespace LearnML.Training.Datasets.Tables;

/// <summary>
/// The d2l.ai book's noisy polynomial of degree 3: 200 rows of xᵏ/k! for k from 1 to 19, with x from N(0, 1), and
/// y = 5 + 1.2·x - 3.4·x²/2! + 5.6·x³/3! + N(0, 0.1²) (https://d2l.ai/chapter_linear-regression/generalization.html).
/// </summary>
/// <param name="folder">The folder of the file.</param>
public sealed class Polynomial(string folder) : GeneratedTable(folder)
{
    private const int RowCount = 200;
    private const int Degree = 19;
    private const double NoiseDeviation = 0.1;

    /// <inheritdoc/>
    public override DatasetSummary Summary { get; } = new()
    {
        Name = "polynomial",
        Description = "A noisy polynomial of degree 3: 200 rows of the powers 1 to 19 of x, each divided by its factorial, generated from a seed.",
        Kind = DatasetKind.Table,
        Target = "y",
    };

    /// <inheritdoc/>
    protected override IEnumerable<string> GetColumnNames() => Enumerable.Range(1, Degree).Select(GetColumnName).Append("y");

    /// <inheritdoc/>
    protected override IEnumerable<IEnumerable<string>> GenerateRows()
    {
        var random = new SplitMix64(0);
        for (var row = 0; row < RowCount; row++)
        {
            var x = random.NextNormal();
            var powers = new double[Degree];
            var power = 1.0;
            for (var k = 1; k <= Degree; k++)
            {
                power *= x / k;
                powers[k - 1] = power;
            }

            var y = 5 + (1.2 * powers[0]) - (3.4 * powers[1]) + (5.6 * powers[2]) + (NoiseDeviation * random.NextNormal());
            yield return powers.Append(y).Select(FormatNumber);
        }
    }

    private static string GetColumnName(int k) => string.Create(CultureInfo.InvariantCulture, $"x{k}");
}
