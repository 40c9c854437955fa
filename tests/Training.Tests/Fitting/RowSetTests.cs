using LearnML.Training.Fitting;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting;

public class RowSetTests
{
    [Fact]
    public void A_batch_holds_the_pixels_from_0_to_1_and_the_labels()
    {
        using var scope = NewDisposeScope();
        var part = Images.Small.Train;
        var set = RowSet.All(part, CPU);

        var (inputs, targets) = set.Batch(tensor(new long[] { 7, 3 }));

        Assert.Equal([2L, 784], inputs.shape);
        Assert.Equal(Pixels(7).Concat(Pixels(3)), inputs.data<float>().ToArray());
        Assert.Equal([part.Labels[7], part.Labels[3]], targets.data<long>().ToArray());

        IEnumerable<float> Pixels(int row) => part.Pixels.Skip(row * 784).Take(784).Select(pixel => pixel / 255f);
    }

    [Fact]
    public void A_shuffle_holds_every_row_once_in_another_order()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var set = RowSet.All(Images.Small.Train, CPU);

        var (first, second) = (set.Shuffle(generator).data<long>().ToArray(), set.Shuffle(generator).data<long>().ToArray());

        Assert.Equal(set.InOrder().data<long>().ToArray(), first.Order());
        Assert.Equal(set.InOrder().data<long>().ToArray(), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_run_leaves_the_dataset_as_it_was()
    {
        var dataset = Images.Draw(200, 50);
        var (train, test) = (dataset.Train.Pixels.ToArray(), dataset.Test.Pixels.ToArray());
        using var run = new SmallRun { Dataset = dataset };

        run.Execute();

        Assert.Equal(train, dataset.Train.Pixels);
        Assert.Equal(test, dataset.Test.Pixels);
    }
}
