using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Tests.Evaluation;

public class ClassificationEvaluatorTests
{
    private static readonly string[] Classes = ["cat", "dog", "eel", "fox"];

    // There is no eel in the labels or predictions, and no fox in the predictions.
    private static readonly int[] Labels = [0, 0, 0, 1, 1, 3];
    private static readonly int[] Predicted = [0, 0, 1, 1, 1, 0];

    [Fact]
    public void Confusion_matrix_counts_labels_by_predictions() => Assert.Equal(
        [
            [2, 1, 0, 0],
            [0, 2, 0, 0],
            [0, 0, 0, 0],
            [1, 0, 0, 0],
        ],
        CreateEvaluator(Predicted, [1, 1, 1, 1, 1, 1], Labels).ConfusionMatrix());

    [Fact]
    public void Precision_and_recall_are_null_if_divisor_is_0() => Assert.Equal(
        [
            new ClassScore("cat", 2 / 3.0, 2 / 3.0, 3),
            new ClassScore("dog", 2 / 3.0, 1, 2),
            new ClassScore("eel", null, null, 0),
            new ClassScore("fox", null, 0, 1),
        ],
        CreateEvaluator(Predicted, [1, 1, 1, 1, 1, 1], Labels).PerClass());

    [Fact]
    public void Class_that_is_predicted_but_never_occurs_has_precision_0() => Assert.Equal(
        new ClassScore("dog", 0, null, 0),
        CreateEvaluator([0, 1, 1], [1, 1, 1], [0, 0, 0]).PerClass()[1]);

    [Fact]
    public void Samples_start_with_wrong_predictions_of_highest_probability()
    {
        var samples = CreateEvaluator(Predicted, [0.5, 0.75, 0.45, 0.9, 0.75, 0.55], Labels).SamplePredictions([10, 11, 12, 13, 14, 15]);

        Assert.Equal([15, 12, 13, 11, 14, 10], samples.Select(sample => sample.Row));
        Assert.Equal(["fox", "cat", "dog", "cat", "dog", "cat"], samples.Select(sample => sample.Label));
        Assert.Equal(["cat", "dog", "dog", "cat", "dog", "cat"], samples.Select(sample => sample.Predicted));
        Assert.Equal([false, false, true, true, true, true], samples.Select(sample => sample.Correct));
        Assert.Equal([0.55, 0.45, 0.9, 0.75, 0.75, 0.5], samples.Select(sample => Math.Round(sample.Probability, 5)));
    }

    [Fact]
    public void Samples_have_at_most_20_rows_of_a_cell_of_the_confusion_matrix()
    {
        // Every row is wrong. Later rows have higher probabilities.
        var probability = Enumerable.Range(0, 30).Select(row => 0.5 + (row / 64.0)).ToArray();
        var rows = Enumerable.Range(0, 30).Select(row => (long)row).ToArray();

        var samples = CreateEvaluator(new int[30], probability, [.. Enumerable.Repeat(1, 30)]).SamplePredictions(rows);

        Assert.Equal(Enumerable.Range(10, 20).Reverse(), samples.Select(sample => sample.Row));
    }

    [Fact]
    public void Samples_have_rows_of_every_cell_even_if_another_cell_has_more_and_more_certain_ones()
    {
        // 100 rows of the class 0 are predicted as 1 with certainty; one row of the class 2 is predicted as 0, and one is right.
        int[] predicted = [.. Enumerable.Repeat(1, 100), 0, 2];
        double[] probability = [.. Enumerable.Repeat(0.99, 100), 0.4, 0.5];
        int[] labels = [.. Enumerable.Repeat(0, 100), 2, 2];

        var samples = CreateEvaluator(predicted, probability, labels).SamplePredictions([.. Enumerable.Range(0, 102).Select(row => (long)row)]);

        Assert.Equal([.. Enumerable.Range(0, 20), 100, 101], samples.Select(sample => sample.Row));
    }

    // scikit-learn 1.2 on the same numbers: log_loss, roc_auc_score, f1_score(average="macro").
    [Fact]
    public void Scores_of_two_classes_match_scikit_learn()
    {
        double[] probabilitiesOfSecond = [0.1, 0.4, 0.35, 0.8, 0.4, 0.7, 0.2, 0.9];
        int[] labels = [0, 0, 1, 1, 1, 0, 0, 1];
        var logProbabilities = probabilitiesOfSecond.SelectMany(
            probability => new[] { (float)Math.Log(1 - probability), (float)Math.Log(probability) }).ToArray();

        var metrics = new ClassificationEvaluator(logProbabilities, new Targets(labels, []), ["no", "yes"]).ComputeMetrics();

        Assert.Equal(0.54224, metrics.Loss, 1e-4);
        Assert.Equal(0.625, metrics.Accuracy!.Value, 1e-9);
        Assert.Equal(0.78125, metrics.RocAuc!.Value, 1e-9);
        Assert.Equal(0.6190476, metrics.MacroF1!.Value, 1e-6);
    }

    // The same for three classes, each against the rest: roc_auc_score(multi_class="ovr", average="macro"). The probabilities of
    // each class have ties, within a class and between classes.
    [Fact]
    public void Scores_of_three_classes_match_scikit_learn()
    {
        double[] probabilities =
        [
            0.5, 0.3, 0.2, 0.5, 0.25, 0.25, 0.2, 0.5, 0.3, 0.1, 0.8, 0.1, 0.2, 0.2, 0.6,
            0.5, 0.3, 0.2, 0.3, 0.3, 0.4, 0.25, 0.5, 0.25, 0.1, 0.1, 0.8, 0.4, 0.35, 0.25,
        ];

        var metrics = new ClassificationEvaluator(
            ToLogProbabilities(probabilities), new Targets([0, 0, 1, 1, 2, 1, 0, 2, 2, 0], []), ["a", "b", "c"]).ComputeMetrics();

        Assert.Equal(0.7747084969720163, metrics.Loss, 1e-6);
        Assert.Equal(0.7, metrics.Accuracy!.Value, 1e-12);
        Assert.Equal(0.6944444444444443, metrics.MacroF1!.Value, 1e-12);
        Assert.Equal(0.8551587301587301, metrics.RocAuc!.Value, 1e-12);
        Assert.Equal(metrics.Loss,
            new ClassificationEvaluator(
                ToLogProbabilities(probabilities), new Targets([0, 0, 1, 1, 2, 1, 0, 2, 2, 0], []), ["a", "b", "c"]).ComputeLossAndAccuracy().Loss);
    }

    // 40 rows with 8 different probabilities.
    [Fact]
    public void Roc_auc_counts_ties_as_half()
    {
        int[] labels =
        [
            0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0,
        ];
        int[] tenths =
        [
            6, 7, 6, 5, 4, 7, 4, 8, 6, 6, 5, 5, 3, 6, 1, 4, 4, 4, 6, 7, 3, 6, 7, 1, 4, 7, 5, 4, 5, 3, 6, 3, 8, 2, 5, 4, 4, 5, 6, 2,
        ];

        Assert.Equal(0.8772378516624041, ComputeRocAuc([.. tenths.Select(tenth => tenth / 10.0)], labels), 1e-12);
    }

    [Fact]
    public void Roc_auc_is_share_of_correctly_ordered_pairs()
    {
        Assert.Equal(1, ComputeRocAuc([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]));
        Assert.Equal(0, ComputeRocAuc([0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0]));
        Assert.Equal(0.5, ComputeRocAuc([0.3, 0.3, 0.3, 0.3], [0, 1, 0, 1]));
        Assert.Equal(0.75, ComputeRocAuc([0.1, 0.6, 0.5, 0.9], [0, 0, 1, 1]));
    }

    // f1_score(average="macro", zero_division=0): a class that occurs in neither labels nor predictions does not count.
    [Fact]
    public void Macro_F1_averages_only_classes_that_occur() =>
        Assert.Equal(0.48888888888888893, CreateEvaluator(Predicted, [0.9, 0.9, 0.9, 0.9, 0.9, 0.9], Labels).ComputeMetrics().MacroF1!.Value, 1e-12);

    [Fact]
    public void Evaluator_accepts_NaN_probabilities()
    {
        var logProbabilities = Enumerable.Repeat(float.NaN, 8).ToArray();

        Assert.Equal(double.NaN, new ClassificationEvaluator(logProbabilities, new Targets([0, 1, 0, 1], []), ["no", "yes"]).ComputeMetrics().Loss);
    }

    [Fact]
    public void Roc_auc_is_null_if_class_has_no_rows() =>
        Assert.Null(CreateEvaluator(Predicted, [1, 1, 1, 1, 1, 1], Labels).ComputeMetrics().RocAuc);

    private static double ComputeRocAuc(double[] probabilitiesOfSecond, int[] labels) =>
        new ClassificationEvaluator(
            ToLogProbabilities([.. probabilitiesOfSecond.SelectMany(probability => new[] { 1 - probability, probability })]),
            new Targets(labels, []),
            ["no", "yes"])
            .ComputeMetrics().RocAuc!.Value;

    private static float[] ToLogProbabilities(double[] probabilities) => Array.ConvertAll(probabilities, probability => (float)Math.Log(probability));

    /// <summary>Gives the predicted class this probability. The other classes share the rest.</summary>
    private static ClassificationEvaluator CreateEvaluator(int[] predicted, double[] probability, int[] labels)
    {
        var logProbabilities = new float[predicted.Length * Classes.Length];
        for (var row = 0; row < predicted.Length; row++)
        {
            for (var index = 0; index < Classes.Length; index++)
            {
                logProbabilities[(row * Classes.Length) + index] = (float)Math.Log(
                    index == predicted[row] ? probability[row] : (1 - probability[row]) / 3);
            }
        }

        return new ClassificationEvaluator(logProbabilities, new Targets(labels, []), Classes);
    }
}
