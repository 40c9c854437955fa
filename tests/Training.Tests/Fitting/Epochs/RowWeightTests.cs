using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Epochs;

public class RowWeightTests
{
    private static readonly float[] Outputs = [0.2f, -0.1f, 1, 0.5f, -0.7f, 0.3f];
    private static readonly float[] ClassWeights = [0.75f, 1.5f];
    private static readonly float[] Numbers = [1, -1, 2];
    private static readonly long[] Labels = [0, 1, 1];

    // Rows with the weights 2, 0 and 1 give the loss and the gradient of the rows 0, 0, 2.
    [Theory]
    [InlineData(LearningTask.Regression, false, 0)]
    [InlineData(LearningTask.Classification, false, 0)]
    [InlineData(LearningTask.Classification, true, 0.2)]
    public void Whole_weights_are_repeated_rows(LearningTask task, bool hasClassWeights, double labelSmoothing)
    {
        using var scope = NewDisposeScope();
        var width = task == LearningTask.Regression ? 1 : 2;
        using var lossFunction = new LossFunction(task, hasClassWeights ? tensor(ClassWeights, [1, 2]) : null, labelSmoothing);

        var (weighted, weightedGradient) = Compute([0, 1, 2], [2, 0, 1]);
        var (repeated, repeatedGradient) = Compute([0, 0, 2], null);

        Assert.Equal(repeated, weighted, 1e-6);
        Assert.All(repeatedGradient.Zip(weightedGradient), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

        (double Loss, float[] Gradient) Compute(long[] rows, float[]? weights)
        {
            var all = tensor(Outputs, [6 / width, width]);
            Tensor targets = task == LearningTask.Regression ? tensor(Numbers) : tensor(Labels);
            var batch = new RowBatch(tensor(rows), 3, [3]) { Weights = weights is null ? null : tensor(weights, [1, 3]) };
            var (losses, gradient) = lossFunction.Compute(all.index_select(0, batch.Indices), targets.index_select(0, batch.Indices), batch);
            return (losses.item<float>(), zeros_like(all).index_add_(0, batch.Indices, gradient, 1).data<float>().ToArray());
        }
    }

    // By hand: (2·(1 − 2)² + 0.5·(3 − 1)²) / 2 = 2, and for the padded member 1·(0 − 1)² / 1 = 1.
    [Fact]
    public void Members_with_padding_divide_by_their_own_rows()
    {
        using var scope = NewDisposeScope();
        using var lossFunction = new LossFunction(LearningTask.Regression);

        var (losses, _) = lossFunction.Compute(
            tensor(new[] { 1f, 3, 0, 9 }, [2, 2, 1]),
            tensor(new[] { 2f, 1, 1, 0 }),
            new RowBatch(tensor(new long[] { 0, 1, 2, 2 }), 2, [2, 1]) { Weights = tensor(new[] { 2f, 0.5f, 1, 1 }, [2, 2]) });

        Assert.Equal([2f, 1f], losses.data<float>().ToArray());
    }

    // sklearn.metrics with sample_weight=[1, 2, 0.5, 3]: by hand, the correct rows 0 and 3 weigh 4 of 6.5.
    [Fact]
    public void Classification_scores_are_weighted()
    {
        var probabilities = new[] { 0.9, 0.1, 0.6, 0.4, 0.3, 0.7, 0.2, 0.8 };
        var scores = new ClassificationEvaluator(
            Array.ConvertAll(probabilities, value => (float)Math.Log(value)),
            new Targets([0, 1, 0, 1], []) { Weights = [1, 2, 0.5f, 3] },
            ["no", "yes"]);

        var metrics = scores.ComputeMetrics();

        Assert.Equal(4 / 6.5, metrics.Accuracy!.Value, 1e-12);
        Assert.Equal(-(Math.Log(0.9) + (2 * Math.Log(0.4)) + (0.5 * Math.Log(0.3)) + (3 * Math.Log(0.8))) / 6.5, metrics.Loss, 1e-7);
        Assert.Equal(((1 * 5) + (0.5 * 3)) / (1.5 * 5), metrics.RocAuc!.Value, 1e-12); // of pairs 'no' by 'yes', only 0.7 against 0.4 is wrong
        Assert.Equal([[1, 1], [1, 1]], scores.ConfusionMatrix());
        Assert.Equal([1 / 3.0, 3 / 3.5], scores.PerClass().Select(score => score.Precision!.Value));
        Assert.Equal([1 / 1.5, 3 / 5.0], scores.PerClass().Select(score => score.Recall!.Value));
        Assert.Equal([2, 2], scores.PerClass().Select(score => score.Rows));
    }

    [Fact]
    public void Regression_scores_are_weighted()
    {
        var metrics = new RegressionEvaluator([1, 5], new Targets([], [2, 2]) { Weights = [3, 1] }).ComputeMetrics(loss: 0);

        Assert.Equal(Math.Sqrt(((3 * 1) + (1 * 9)) / 4.0), metrics.Rmse!.Value, 1e-12);
        Assert.Equal(((3 * 1) + 3) / 4.0, metrics.Mae!.Value, 1e-12);
    }
}
