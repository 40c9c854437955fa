using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>Computes regression metrics from predicted and true numbers.</summary>
/// <param name="predicted">The predicted number of each row, in the unit of the target.</param>
/// <param name="truth">The true number of each row.</param>
internal sealed class NumberScores(double[] predicted, float[] truth)
{
    private const int SampleCount = 20;
    private const int MostValues = 1000;
    private const double SmallestShare = 1e-3;

    /// <summary>Computes all regression metrics.</summary>
    /// <param name="loss">The mean loss on the encoded targets.</param>
    public Metrics Metrics(double loss)
    {
        double squares = 0, distances = 0, logSquares = 0;
        var smallest = truth.Min();

        // Predictions are raised to a floor, so that their logarithm exists. The course notes use 1, which suits prices, but not small
        // targets such as shares between 0 and 1.
        var floor = smallest >= 1 ? 1 : SmallestShare * smallest;
        for (var row = 0; row < truth.Length; row++)
        {
            var error = predicted[row] - truth[row];
            squares += error * error;
            distances += Math.Abs(error);
            var logError = smallest > 0 ? Math.Log(Math.Max(predicted[row], floor)) - Math.Log(truth[row]) : 0;
            logSquares += logError * logError;
        }

        return new Metrics
        {
            Loss = loss,
            Rmse = Math.Sqrt(squares / truth.Length),
            Mae = distances / truth.Length,
            LogRmse = smallest > 0 ? Math.Sqrt(logSquares / truth.Length) : null,
        };
    }

    /// <summary>Returns up to 20 rows with the largest errors, the largest error first.</summary>
    /// <param name="rows">The index of each row in its part of the dataset.</param>
    public IReadOnlyList<SampleValue> Worst(long[] rows) =>
    [
        .. Enumerable.Range(0, truth.Length)
            .OrderByDescending(row => Math.Abs(predicted[row] - truth[row])).ThenBy(row => row)
            .Take(SampleCount)
            .Select(row => Sample(rows, row)),
    ];

    /// <summary>Returns up to 1,000 rows, evenly spaced, in the order of their index.</summary>
    /// <param name="rows">The index of each row in its part of the dataset.</param>
    public IReadOnlyList<SampleValue> Values(long[] rows)
    {
        var ordered = Enumerable.Range(0, truth.Length).OrderBy(row => rows[row]).ToArray();
        var shown = Math.Min(MostValues, ordered.Length);
        return [.. Enumerable.Range(0, shown).Select(place => Sample(rows, ordered[(int)((long)place * ordered.Length / shown)]))];
    }

    private SampleValue Sample(long[] rows, int row) => new((int)rows[row], truth[row], predicted[row]);
}
