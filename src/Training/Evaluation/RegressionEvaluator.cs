using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>Computes regression metrics from predicted and true numbers, weighted by the weights of the rows.</summary>
/// <param name="predicted">The predicted number of each row, in the unit of the target.</param>
/// <param name="weighted">The true number of each row, and its weight.</param>
internal sealed class RegressionEvaluator(double[] predicted, Targets weighted)
{
    private const double FloorShare = 1e-3;

    private readonly float[] targets = weighted.Values;

    /// <summary>Computes all regression metrics.</summary>
    /// <param name="loss">The mean loss on the encoded targets.</param>
    public Metrics ComputeMetrics(double loss)
    {
        double squares = 0, distances = 0, logSquares = 0;
        var smallest = targets.Min();

        // Predictions are raised to a floor, so that their logarithm exists. The d2l.ai book uses 1, which suits prices, but not small
        // targets such as shares between 0 and 1.
        var floor = smallest >= 1 ? 1 : FloorShare * smallest;
        for (var row = 0; row < targets.Length; row++)
        {
            var (error, weight) = (predicted[row] - targets[row], weighted.WeightOf(row));
            squares += weight * error * error;
            distances += weight * Math.Abs(error);
            var logError = smallest > 0 ? Math.Log(Math.Max(predicted[row], floor)) - Math.Log(targets[row]) : 0;
            logSquares += weight * logError * logError;
        }

        var total = weighted.TotalWeight;
        var mean = weighted.Mean(row => targets[row]);
        var variance = weighted.Mean(row => (targets[row] - mean) * (targets[row] - mean));
        return new Metrics
        {
            Loss = loss,
            Rmse = Math.Sqrt(squares / total),
            Mae = distances / total,
            R2 = variance > 0 ? 1 - (squares / total / variance) : null,
            LogRmse = smallest > 0 ? Math.Sqrt(logSquares / total) : null,
        };
    }

    /// <summary>Returns up to 20 rows with the largest errors, the largest error first.</summary>
    /// <param name="rows">The index of each row in its part of the dataset.</param>
    public IReadOnlyList<SampleValue> WorstPredictions(long[] rows) => [.. FindWorst().Select(row => Sample(rows, row))];

    /// <summary>
    /// Returns up to 1,000 rows in the order of their index: those with the smallest and largest values and the largest errors, which a plot must
    /// show, and evenly spaced ones of the others.
    /// </summary>
    /// <param name="rows">The index of each row in its part of the dataset.</param>
    public IReadOnlyList<SampleValue> SamplePredictions(long[] rows)
    {
        HashSet<int> extremes = [.. FindWorst(), .. FindEnds(row => targets[row]), .. FindEnds(row => predicted[row])];
        var others = Enumerable.Range(0, targets.Length).Where(row => !extremes.Contains(row)).OrderBy(row => rows[row]).ToArray();
        var shown = Math.Min(Predictions.MaximumReportedRows - extremes.Count, others.Length);
        return
        [
            .. Enumerable.Range(0, shown).Select(place => others[(int)((long)place * others.Length / shown)]).Concat(extremes)
                .OrderBy(row => rows[row]).Select(row => Sample(rows, row)),
        ];
    }

    private IEnumerable<int> FindWorst() => Enumerable.Range(0, targets.Length)
        .OrderByDescending(row => Math.Abs(predicted[row] - targets[row])).ThenBy(row => row).Take(Predictions.MaximumReportedSamples);

    /// <summary>Returns the rows with the smallest and the largest value.</summary>
    private int[] FindEnds(Func<int, double> valueOf) =>
        [Enumerable.Range(0, targets.Length).MinBy(valueOf), Enumerable.Range(0, targets.Length).MaxBy(valueOf)];

    private SampleValue Sample(long[] rows, int row) => new((int)rows[row], targets[row], predicted[row]);
}
