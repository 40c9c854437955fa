using System.Numerics.Tensors;
using LearnML.Contracts;
using LearnML.Training.Calibration;

namespace LearnML.Training.Evaluation;

/// <summary>
/// Computes classification metrics from predicted log-probabilities and true classes. All metrics are weighted by the weights of the rows; the
/// confusion matrix counts rows.
/// </summary>
/// <param name="logProbabilities">[rows, classes], natural logarithms.</param>
/// <param name="weighted">The true class index of each row, and its weight.</param>
/// <param name="classes">The class names.</param>
/// <param name="threshold">The threshold of two classes; null predicts the most probable class.</param>
internal sealed class ClassificationEvaluator(
    float[] logProbabilities, Targets weighted, IReadOnlyList<string> classes, DecisionThreshold? threshold = null)
{
    private readonly int[] targets = weighted.Classes;

    private readonly int[] predicted =
    [
        .. Enumerable.Range(0, weighted.Classes.Length)
            .Select(row => Predict(logProbabilities.AsSpan(row * classes.Count, classes.Count), threshold)),
    ];

    /// <summary>Returns the class that is predicted for a row.</summary>
    public int PredictedClass(int row) => predicted[row];

    /// <summary>Computes loss and accuracy.</summary>
    public Metrics ComputeLossAndAccuracy() => new()
    {
        Loss = -weighted.Mean(row => logProbabilities[row * classes.Count + targets[row]]),
        Accuracy = weighted.Mean(row => IsCorrect(row) ? 1 : 0),
    };

    /// <summary>Computes all classification metrics.</summary>
    public Metrics ComputeMetrics() => ComputeLossAndAccuracy() with
    {
        MacroF1 = PerClass().Where(score => score is not { Precision: null, Recall: null }).Average(F1),
        RocAuc = RocAuc(),
    };

    /// <summary>Counts the rows by true class (outer index) and predicted class (inner index).</summary>
    public int[][] ConfusionMatrix()
    {
        var matrix = classes.Select(_ => new int[classes.Count]).ToArray();
        for (var row = 0; row < targets.Length; row++)
        {
            matrix[targets[row]][predicted[row]]++;
        }

        return matrix;
    }

    /// <summary>
    /// Computes precision and recall of each class, weighted by the weights of the rows. Precision is null without predictions of the class, recall
    /// without rows of it.
    /// </summary>
    public IReadOnlyList<ClassScore> PerClass()
    {
        var (counts, matrix) = (ConfusionMatrix(), classes.Select(_ => new double[classes.Count]).ToArray());
        for (var row = 0; row < targets.Length; row++)
        {
            matrix[targets[row]][predicted[row]] += weighted.WeightOf(row);
        }

        return
        [
            .. classes.Select((label, index) =>
            {
                var predictions = matrix.Sum(row => row[index]);
                var rows = matrix[index].Sum();
                var correct = matrix[index][index];
                return new ClassScore(
                    label, predictions == 0 ? null : correct / predictions, rows == 0 ? null : correct / rows, counts[index].Sum());
            }),
        ];
    }

    /// <summary>
    /// Returns the rows of each cell of the confusion matrix with the highest probabilities: up to 20 of each cell, and fewer if there are more than
    /// 50 cells with rows. Wrong predictions come first, and among equals those with the highest probability.
    /// </summary>
    /// <param name="rows">The index of each row in its part of the dataset.</param>
    public IReadOnlyList<SamplePrediction> SamplePredictions(long[] rows)
    {
        var cells = Enumerable.Range(0, targets.Length).GroupBy(row => (targets[row], predicted[row])).ToList();
        var perCell = Math.Clamp(Predictions.MaximumReportedRows / Math.Max(1, cells.Count), 1, Predictions.MaximumReportedSamples);
        return
        [
            .. cells.SelectMany(cell => cell.OrderByDescending(Confidence).ThenBy(row => row).Take(perCell))
                .OrderBy(IsCorrect).ThenByDescending(Confidence).ThenBy(row => row)
                .Take(Predictions.MaximumReportedRows)
                .Select(row => new SamplePrediction((int)rows[row], classes[targets[row]], classes[predicted[row]], Confidence(row), IsCorrect(row))),
        ];
    }

    private static int Predict(ReadOnlySpan<float> logarithms, DecisionThreshold? threshold) => threshold is null
        ? TensorPrimitives.IndexOfMax(logarithms)
        : threshold.ClassOf([MathF.Exp(logarithms[0]), MathF.Exp(logarithms[1])]);

    private static double F1(ClassScore score) =>
        score is { Precision: { } precision, Recall: { } recall } && precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;

    private bool IsCorrect(int row) => predicted[row] == targets[row];

    private double Confidence(int row) => Math.Exp(logProbabilities[row * classes.Count + predicted[row]]);

    /// <summary>
    /// The area under the ROC curve. With two classes it is the area of the second class, otherwise the mean of each class against the rest.
    /// Null if a class has no rows or all rows. (Hand and Till 2001, https://doi.org/10.1023/A:1010920819831)
    /// </summary>
    private double? RocAuc()
    {
        var areas = Enumerable.Range(classes.Count == 2 ? 1 : 0, classes.Count == 2 ? 1 : classes.Count).Select(RocAuc).ToArray();
        return areas.All(area => area is not null) ? areas.Average() : null;
    }

    /// <summary>
    /// The probability that a row of the class gets a higher score than a row of another class; a tie counts one half (Mann and Whitney 1947,
    /// https://doi.org/10.1214/aoms/1177730491). Each pair of rows counts with the product of their weights.
    /// </summary>
    private double? RocAuc(int index)
    {
        var (scores, rows) = (new float[targets.Length], Enumerable.Range(0, targets.Length).ToArray());
        for (var row = 0; row < targets.Length; row++)
        {
            scores[row] = logProbabilities[(row * classes.Count) + index];
        }

        Array.Sort(scores, rows);
        double above = 0, positives = 0, negatives = 0;
        for (var start = 0; start < scores.Length;)
        {
            var end = start;
            double ofClass = 0, others = 0;
            while (end < scores.Length && scores[end].Equals(scores[start])) // Equals is true for two NaN, so the loop ends for NaN too
            {
                var row = rows[end++];
                (ofClass, others) = targets[row] == index
                    ? (ofClass + weighted.WeightOf(row), others)
                    : (ofClass, others + weighted.WeightOf(row));
            }

            above += ofClass * (negatives + (others / 2));
            (positives, negatives, start) = (positives + ofClass, negatives + others, end);
        }

        return positives == 0 || negatives == 0 ? null : above / (positives * negatives);
    }
}
