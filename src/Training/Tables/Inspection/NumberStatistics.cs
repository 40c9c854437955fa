using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Computes the mean, the standard deviation, the range and the histogram of a numeric column.</summary>
/// <param name="minimum">The smallest number of the column, from a first pass over it. Cells that do not fit may be smaller.</param>
/// <param name="maximum">The largest number of the column.</param>
internal sealed class NumberStatistics(double minimum, double maximum)
{
    private const int BinCount = 24;

    private readonly int[] binCounts = new int[minimum == maximum ? 1 : BinCount];

    // Divides first because the range may overflow a double.
    private readonly double binWidth = (maximum / BinCount) - (minimum / BinCount);
    private double smallest = double.PositiveInfinity;
    private double largest = double.NegativeInfinity;
    private bool isWhole = true;
    private int count;
    private double mean;
    private double sumOfSquaredDeviations;

    /// <summary>The summary; null if the column has no values.</summary>
    public NumberSummary? Summary => count == 0 ? null : new NumberSummary(
        smallest, largest, mean,
        SampleStatistics.StandardDeviation(sumOfSquaredDeviations, count), new Histogram(minimum, maximum, binCounts))
    {
        IsWhole = isWhole,
    };

    /// <summary>
    /// Adds a number. The mean and the sum of squares are updated by Welford's method (1962, https://doi.org/10.1080/00401706.1962.10490022).
    /// </summary>
    public void Add(double number)
    {
        count++;
        smallest = number < smallest ? number : smallest;
        largest = number > largest ? number : largest;
        isWhole = isWhole && number == Math.Floor(number);
        var before = number - mean;
        mean += before / count;
        sumOfSquaredDeviations += before * (number - mean);
        binCounts[GetBinIndex(number)]++;
    }

    private int GetBinIndex(double number) => binCounts.Length == 1 ? 0 : (int)Math.Min(binCounts.Length - 1, (number - minimum) / binWidth);
}
