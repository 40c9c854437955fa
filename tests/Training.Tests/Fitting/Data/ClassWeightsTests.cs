using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Data;

public class ClassWeightsTests
{
    // Class 0 has six rows, class 1 two, class 2 none and class 3 one.
    private static readonly int[] Labels = [0, 0, 1, 0, 0, 3, 0, 1, 0];

    [Fact]
    public void Balanced_classes_have_equal_weight_in_each_split()
    {
        Assert.Equal(
            [9 / (4 * 6f), 9 / (4 * 2f), 0, 9 / (4 * 1f), 4 / (4 * 3f), 4 / (4 * 1f), 0, 0],
            ComputeClassWeights(Labels, 4, [0, 1, 2, 3, 4, 5, 6, 7, 8], [0, 1, 2, 3]));
    }

    [Fact]
    public void Rows_have_equal_weight_by_default()
    {
        using var data = CreateData(Labels, 4);
        using var rows = new SplitData(Specs.Small, data, [new Split(null, [0, 1, 2], [])]);

        Assert.Null(rows.ClassWeights());
    }

    [Fact]
    public void Many_classes_and_rows_do_not_overflow()
    {
        const int Many = 50_000;
        var labels = new int[Many + 1];
        labels[0] = 1;

        var weights = ComputeClassWeights(labels, Many, [.. Enumerable.Range(0, Many + 1).Select(row => (long)row)]);

        Assert.Equal((Many + 1.0) / ((double)Many * Many), weights[0], 1e-9);
    }

    // Computed by hand: weights 4/(2·3) and 4/(2·1), so each class is half of the loss.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Loss_is_weighted_mean(int members)
    {
        using var scope = NewDisposeScope();
        using var lossFunction = new LossFunction(LearningTask.Classification, tensor(new[] { 2 / 3f, 2 }).expand(members, -1).contiguous());
        var logits = tensor(new[] { 0.2f, -0.1f, 1, 0.5f, -0.7f, 0.3f, 0.4f, 0.9f }, [4, 2]);
        long[] labels = [0, 0, 0, 1];

        var (losses, _) = lossFunction.Compute(
            members == 1 ? logits : logits.expand(members, -1, -1),
            tensor(labels).repeat(members),
            new RowBatch(arange(4 * members), 4, [.. Enumerable.Repeat(4L, members)]));

        double[] rowLosses = [.. logits.log_softmax(1).data<float>().ToArray().Chunk(2).Zip(labels, (row, label) => -(double)row[label])];
        Assert.Equal(members, losses.numel());
        Assert.All(losses.data<float>().ToArray(), loss => Assert.Equal((rowLosses[..3].Average() + rowLosses[3]) / 2, loss, 1e-6));
    }

    private static float[] ComputeClassWeights(int[] labels, int classes, params long[][] train)
    {
        using var scope = NewDisposeScope();
        using var data = CreateData(labels, classes);
        using var rows = new SplitData(Specs.Small.BalanceClasses(), data, [.. train.Select(split => new Split(null, split, []))]);
        return rows.ClassWeights()!.data<float>().ToArray();
    }

    private static LabeledTrainingData CreateData(int[] labels, int classes) => new(() => zeros(labels.Length, 1), labels, classes);
}
