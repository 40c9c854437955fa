using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>Compares the numbers that a network says of rows with those that they are.</summary>
/// <param name="predicted">The number said of each row, in the unit of the target.</param>
/// <param name="truth">What each row is.</param>
internal sealed class NumberScores(double[] predicted, float[] truth)
{
    private const int SampleCount = 20;

    /// <summary>Every metric of numbers.</summary>
    /// <param name="loss">The loss, which is of what the network learns.</param>
    public Metrics Metrics(double loss) => new()
    {
        Loss = loss,
        Rmse = Math.Sqrt(truth.Index().Average(row => Square(predicted[row.Index] - row.Item))),
        Mae = truth.Index().Average(row => Math.Abs(predicted[row.Index] - row.Item)),
        LogRmse = truth.All(value => value > 0)
            ? Math.Sqrt(truth.Index().Average(row => Square(Math.Log(Math.Max(predicted[row.Index], 1)) - Math.Log(row.Item))))
            : null,
    };

    /// <summary>The twenty rows that were predicted worst, the worst first.</summary>
    /// <param name="rows">What each row is called.</param>
    public IReadOnlyList<SampleValue> Worst(long[] rows) =>
    [
        .. Enumerable.Range(0, truth.Length)
            .OrderByDescending(row => Math.Abs(predicted[row] - truth[row])).ThenBy(row => row)
            .Take(SampleCount)
            .Select(row => new SampleValue((int)rows[row], truth[row], predicted[row])),
    ];

    private static double Square(double value) => value * value;
}
