using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>Compares what a network says of rows with their classes.</summary>
/// <param name="logProbabilities">[rows, classes], in nats.</param>
/// <param name="truth">The class index of each row.</param>
/// <param name="classes">The class names.</param>
internal sealed class ClassScores(float[] logProbabilities, int[] truth, IReadOnlyList<string> classes)
{
    private const int SampleCount = 20;

    private readonly int[] predicted = [.. Enumerable.Range(0, truth.Length).Select(row => MostProbable(logProbabilities, row, classes.Count))];

    /// <summary>Loss and accuracy.</summary>
    public Metrics BriefMetrics() => new()
    {
        Loss = -truth.Index().Sum(row => (double)logProbabilities[row.Index * classes.Count + row.Item]) / truth.Length,
        Accuracy = (double)truth.Index().Count(row => IsCorrect(row.Index)) / truth.Length,
    };

    /// <summary>Every metric of classes.</summary>
    public Metrics Metrics() => BriefMetrics() with
    {
        MacroF1 = PerClass().Where(score => score is not { Precision: null, Recall: null }).Average(F1),
        RocAuc = RocAuc(),
    };

    /// <summary>Rows by true class (outer) and predicted class (inner).</summary>
    public int[][] ConfusionMatrix()
    {
        var matrix = classes.Select(_ => new int[classes.Count]).ToArray();
        for (var row = 0; row < truth.Length; row++)
        {
            matrix[truth[row]][predicted[row]]++;
        }

        return matrix;
    }

    /// <summary>Precision and recall of each class.</summary>
    public IReadOnlyList<ClassScore> PerClass()
    {
        var matrix = ConfusionMatrix();
        return
        [
            .. classes.Select((label, index) =>
            {
                var answers = matrix.Sum(row => row[index]);
                var rows = matrix[index].Sum();
                double hits = matrix[index][index];
                return new ClassScore(label, answers == 0 ? null : hits / answers, rows == 0 ? null : hits / rows, rows);
            }),
        ];
    }

    /// <summary>Twenty rows, the wrong ones first, the most certain of them first.</summary>
    /// <param name="rows">What each row is called.</param>
    public IReadOnlyList<SamplePrediction> Samples(long[] rows) =>
    [
        .. Enumerable.Range(0, truth.Length)
            .OrderBy(IsCorrect).ThenByDescending(Certainty).ThenBy(row => row)
            .Take(SampleCount)
            .Select(row => new SamplePrediction((int)rows[row], classes[truth[row]], classes[predicted[row]], Certainty(row), IsCorrect(row))),
    ];

    private static int MostProbable(float[] logProbabilities, int row, int classes)
    {
        var ofRow = logProbabilities.AsSpan(row * classes, classes);
        var best = 0;
        for (var index = 1; index < classes; index++)
        {
            best = ofRow[index] > ofRow[best] ? index : best;
        }

        return best;
    }

    private static double F1(ClassScore score) =>
        score is { Precision: { } precision, Recall: { } recall } && precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;

    private bool IsCorrect(int row) => predicted[row] == truth[row];

    private double Certainty(int row) => Math.Exp(logProbabilities[row * classes.Count + predicted[row]]);

    /// <summary>
    /// Of two classes the area of the second, of more the mean of each against the rest; null where a class has no rows, or
    /// all of them. (Hand and Till 2001, https://doi.org/10.1023/A:1010920819831, give the forms.)
    /// </summary>
    private double? RocAuc()
    {
        var areas = Enumerable.Range(classes.Count == 2 ? 1 : 0, classes.Count == 2 ? 1 : classes.Count).Select(RocAuc).ToArray();
        return areas.All(area => area is not null) ? areas.Average() : null;
    }

    /// <summary>
    /// The probability that a row of the class is ranked above one of the others, ties as one half: by the sum of its rows'
    /// ranks (Mann and Whitney 1947, https://doi.org/10.1214/aoms/1177730491).
    /// </summary>
    private double? RocAuc(int index)
    {
        var (scores, isOfClass) = (new float[truth.Length], Array.ConvertAll(truth, label => label == index));
        for (var row = 0; row < truth.Length; row++)
        {
            scores[row] = logProbabilities[(row * classes.Count) + index];
        }

        Array.Sort(scores, isOfClass);
        double ranks = 0;
        long positives = isOfClass.Count(ofClass => ofClass), negatives = truth.Length - positives;
        for (var start = 0; start < scores.Length;)
        {
            var end = start;
            long ofClass = 0;
            while (end < scores.Length && scores[end].Equals(scores[start])) // Equals: so that this ends on NaN, too
            {
                ofClass += isOfClass[end++] ? 1 : 0;
            }

            ranks += ofClass * (start + 1 + end) / 2.0;
            start = end;
        }

        return positives == 0 || negatives == 0 ? null : (ranks - positives * (positives + 1) / 2.0) / ((double)positives * negatives);
    }
}
