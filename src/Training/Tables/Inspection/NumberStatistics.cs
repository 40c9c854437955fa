using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Computes the mean, the standard deviation, the range and the histogram of a numeric column.</summary>
/// <param name="minimum">The smallest number of the column, from a first pass over it. Cells that do not fit may be smaller.</param>
/// <param name="maximum">The largest number of the column.</param>
internal sealed class NumberStatistics(double minimum, double maximum)
{
    private const int BinCount = 24;
    private const int BlockSize = 64;

    private readonly int[] binCounts = new int[minimum == maximum ? 1 : BinCount];

    // numbers are added in blocks, which is faster.
    private readonly double[] block = new double[BlockSize];

    // Divides first because the range may overflow a double.
    private readonly double binWidth = (maximum / BinCount) - (minimum / BinCount);
    private int blockCount;
    private double smallest = double.PositiveInfinity;
    private double largest = double.NegativeInfinity;
    private bool isWhole = true;
    private int count;
    private double mean;
    private double sumOfSquaredDeviations;

    /// <summary>Returns the summary; null if the column has no values.</summary>
    public NumberSummary? CreateSummary()
    {
        AddBlock();
        return count == 0 ? null : new NumberSummary(
            smallest, largest, mean, SampleStatistics.StandardDeviation(sumOfSquaredDeviations, count), new Histogram(minimum, maximum, binCounts))
        {
            IsWhole = isWhole,
        };
    }

    /// <summary>Adds a number.</summary>
    public void Add(double number)
    {
        block[blockCount++] = number;
        if (blockCount == BlockSize)
        {
            AddBlock();
        }
    }

    /// <summary>
    /// Adds the block's mean and sum of squared deviations to those of the numbers before it (Chan, Golub and LeVeque 1979,
    /// http://i.stanford.edu/pub/cstr/reports/cs/tr/79/773/CS-TR-79-773.pdf, equation 2.1).
    /// </summary>
    private void AddBlock()
    {
        if (blockCount == 0)
        {
            return;
        }

        var numbers = block.AsSpan(0, blockCount);
        var (shift, sum, low, high, whole) = (numbers[0], 0.0, smallest, largest, isWhole);
        foreach (var number in numbers)
        {
            sum += number - shift;
            low = number < low ? number : low;
            high = number > high ? number : high;
            whole &= number == Math.Floor(number);
        }

        var blockMean = shift + (sum / numbers.Length);
        var squares = 0.0;
        foreach (var number in numbers)
        {
            squares += (number - blockMean) * (number - blockMean);
            binCounts[GetBinIndex(number)]++;
        }

        (smallest, largest, isWhole, blockCount) = (low, high, whole, 0);
        var (difference, before) = (blockMean - mean, (double)count);
        count += numbers.Length;
        mean += difference * numbers.Length / count;
        sumOfSquaredDeviations += squares + (difference * difference * before * numbers.Length / count);
    }

    private int GetBinIndex(double number) => binCounts.Length == 1 ? 0 : (int)Math.Min(binCounts.Length - 1, (number - minimum) / binWidth);
}
