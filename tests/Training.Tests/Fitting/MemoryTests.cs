using LearnML.Training.Fitting;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting;

/// <summary>A run gives back every tensor, epoch by epoch and at its end.</summary>
[Collection(Alone.Name)]
public class MemoryTests
{
    // TorchSharp frees a layer's weight and bias, but goes on counting the tensors that they were made from: two layers here.
    private const int CountedTwice = 4;

    [Fact]
    public void No_epoch_leaves_tensors_behind()
    {
        Collect();
        var counts = new List<long>();
        using var run = new SmallRun
        {
            Spec = Specs.Small.Dropout(0.5).Momentum(0.9).Epochs(6),
            Observer = new() { OnEpoch = _ => counts.Add(Tensor.TotalCount) },
        };

        run.Execute();

        // The first epoch makes the optimizer's buffers.
        Assert.Equal(6, counts.Count);
        Assert.Single(counts.Skip(1).Distinct());
    }

    [Fact]
    public void A_run_leaves_no_tensors_behind()
    {
        Collect();
        var before = Tensor.TotalCount;

        using (var run = new SmallRun { Spec = Specs.Small.Dropout(0.5).Momentum(0.9) })
        {
            run.Execute();
        }

        Assert.Equal(before + CountedTwice, Tensor.TotalCount);
    }

    [Fact]
    public void A_cancelled_run_leaves_no_tensors_behind()
    {
        Collect();
        var before = Tensor.TotalCount;

        var control = new TrainingControl();
        using (var run = new SmallRun { Control = control, Observer = new() { OnBatch = _ => control.Cancel() } })
        {
            Assert.Throws<OperationCanceledException>(run.Execute);
        }

        Assert.Equal(before + CountedTwice, Tensor.TotalCount);
    }

    // What other tests have dropped would otherwise be freed while this one counts.
    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
