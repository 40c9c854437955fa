using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>Compares a network's answers with the truth.</summary>
/// <param name="answers">What the network said of each row.</param>
/// <param name="labels">The class index of each row.</param>
/// <param name="classes">The class names.</param>
internal sealed class TestScores(Answers answers, byte[] labels, IReadOnlyList<string> classes)
{
    private const int SampleCount = 20;

    /// <summary>Rows by true class (outer) and predicted class (inner).</summary>
    public int[][] ConfusionMatrix()
    {
        var matrix = classes.Select(_ => new int[classes.Count]).ToArray();
        for (var row = 0; row < labels.Length; row++)
        {
            matrix[labels[row]][answers.Predicted[row]]++;
        }

        return matrix;
    }

    /// <summary>Precision and recall of each class.</summary>
    public static IReadOnlyList<ClassScore> PerClass(int[][] confusionMatrix, IReadOnlyList<string> classes) =>
    [
        .. classes.Select((label, index) =>
        {
            var predicted = confusionMatrix.Sum(row => row[index]);
            var rows = confusionMatrix[index].Sum();
            double hits = confusionMatrix[index][index];
            return new ClassScore(label, predicted == 0 ? null : hits / predicted, rows == 0 ? null : hits / rows, rows);
        }),
    ];

    /// <summary>Twenty rows, the wrong ones first, the most certain of them first.</summary>
    public IReadOnlyList<SamplePrediction> Samples() =>
    [
        .. Enumerable.Range(0, labels.Length)
            .OrderBy(IsCorrect).ThenByDescending(row => answers.Probability[row]).ThenBy(row => row)
            .Take(SampleCount)
            .Select(row => new SamplePrediction(
                row, classes[labels[row]], classes[(int)answers.Predicted[row]], answers.Probability[row], IsCorrect(row))),
    ];

    private bool IsCorrect(int row) => answers.Predicted[row] == labels[row];
}
