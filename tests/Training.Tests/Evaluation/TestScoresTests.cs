using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Tests.Evaluation;

public class TestScoresTests
{
    private static readonly string[] Classes = ["cat", "dog", "eel", "fox"];

    // True and predicted: nothing is an eel, and no eel is told; no fox is predicted.
    private static readonly byte[] Labels = [0, 0, 0, 1, 1, 3];
    private static readonly long[] Predicted = [0, 0, 1, 1, 1, 0];

    [Fact]
    public void The_confusion_matrix_counts_true_by_predicted() => Assert.Equal(
        [
            [2, 1, 0, 0],
            [0, 2, 0, 0],
            [0, 0, 0, 0],
            [1, 0, 0, 0],
        ],
        Scores(Predicted, [1, 1, 1, 1, 1, 1], Labels).ConfusionMatrix());

    [Fact]
    public void Precision_and_recall_are_null_where_nothing_is_to_divide_by()
    {
        var matrix = Scores(Predicted, [1, 1, 1, 1, 1, 1], Labels).ConfusionMatrix();

        Assert.Equal(
            [
                new ClassScore("cat", 2 / 3.0, 2 / 3.0, 3),
                new ClassScore("dog", 2 / 3.0, 1, 2),
                new ClassScore("eel", null, null, 0),
                new ClassScore("fox", null, 0, 1),
            ],
            TestScores.PerClass(matrix, Classes));
    }

    [Fact]
    public void A_class_that_is_told_but_never_there_has_a_precision_of_0() => Assert.Equal(
        new ClassScore("dog", 0, null, 0),
        TestScores.PerClass([[1, 2], [0, 0]], ["cat", "dog"])[1]);

    [Fact]
    public void Samples_are_the_wrong_ones_first_and_the_most_certain_of_them_first()
    {
        var samples = Scores(Predicted, [0.5f, 0.75f, 0.25f, 1, 0.75f, 0.5f], Labels).Samples();

        Assert.Equal(
            [
                new SamplePrediction(5, "fox", "cat", 0.5, false),
                new SamplePrediction(2, "cat", "dog", 0.25, false),
                new SamplePrediction(3, "dog", "dog", 1, true),
                new SamplePrediction(1, "cat", "cat", 0.75, true),
                new SamplePrediction(4, "dog", "dog", 0.75, true),
                new SamplePrediction(0, "cat", "cat", 0.5, true),
            ],
            samples);
    }

    [Fact]
    public void There_are_at_most_twenty_samples()
    {
        // Every row is wrong; the later the surer.
        var probability = Enumerable.Range(0, 30).Select(row => row / 32f).ToArray();

        var samples = Scores(new long[30], probability, [.. Enumerable.Repeat((byte)1, 30)]).Samples();

        Assert.Equal(Enumerable.Range(10, 20).Reverse(), samples.Select(sample => sample.Row));
    }

    private static TestScores Scores(long[] predicted, float[] probability, byte[] labels) =>
        new(new Answers(predicted, probability), labels, Classes);
}
