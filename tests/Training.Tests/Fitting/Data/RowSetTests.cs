using LearnML.Training.Fitting.Data;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Data;

public class RowSetTests
{
    [Fact]
    public void Batch_has_pixels_from_0_to_1_and_labels()
    {
        using var scope = NewDisposeScope();
        using var data = new ImageTrainingData(GlyphImages.Small, CPU);
        using var prepared = data.Prepare([]);

        var (inputs, targets) = prepared.Data.SelectRows(tensor(new long[] { 7, 3 }));

        var part = GlyphImages.Small.Train;
        Assert.Equal([2L, 784], inputs.shape);
        Assert.Equal(Pixels(7).Concat(Pixels(3)), inputs.data<float>().ToArray());
        Assert.Equal([part.Labels[7], part.Labels[3]], targets.data<long>().ToArray());

        IEnumerable<float> Pixels(int row) => part.Pixels.Skip(row * 784).Take(784).Select(pixel => pixel / 255f);
    }

    [Fact]
    public void Shuffle_has_every_row_of_each_member_once_in_new_order()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(3, [0, 1]);
        using var data = new ImageTrainingData(GlyphImages.Small, CPU);
        using var prepared = data.Prepare([]);
        var set = new RowSet(prepared.Data, [[.. data.TrainRows[..100]], [.. data.TrainRows[50..120]]]);

        var (first, second) = (Rows(set.Shuffle(random)), Rows(set.Shuffle(random)));

        Assert.Equal(set.Rows, first.Select(member => member.Order().ToArray()));
        Assert.Equal(set.Rows, second.Select(member => member.Order().ToArray()));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Batch_omits_members_without_remaining_rows()
    {
        using var scope = NewDisposeScope();
        using var data = new ImageTrainingData(GlyphImages.Small, CPU);
        using var prepared = data.Prepare([]);
        using var order = new RowSet(prepared.Data, [data.TrainRows[..10], data.TrainRows[20..27], data.TrainRows[40..45]]).InOrder();

        var (whole, ragged, last) = (order.GetBatch(0, 5), order.GetBatch(5, 4), order.GetBatch(9, 4));

        Assert.Equal([5L, 5, 5], whole.RowCounts);
        Assert.False(whole.HasPadding);
        Assert.Equal([4L, 2], ragged.RowCounts);
        Assert.True(ragged.HasPadding);
        Assert.Equal([1f, 1, 1, 1, 1, 1, 0, 0], ragged.RowMask(CPU).data<float>().ToArray());
        Assert.Equal([1L], last.RowCounts);
    }

    [Fact]
    public void Run_does_not_change_dataset()
    {
        var dataset = GlyphImages.Draw(200, 50);
        var (train, test) = (dataset.Train.Pixels.ToArray(), dataset.Test.Pixels.ToArray());
        using var run = new SmallRun { Dataset = dataset };

        run.Execute();

        Assert.Equal(train, dataset.Train.Pixels);
        Assert.Equal(test, dataset.Test.Pixels);
    }

    private static long[][] Rows(RowOrder order)
    {
        var batch = order.GetBatch(0, long.MaxValue);
        var indices = batch.Indices.data<long>().ToArray();
        return [.. batch.RowCounts.Select((count, member) => indices.AsSpan((int)(member * batch.RowsPerMember), (int)count).ToArray())];
    }
}
