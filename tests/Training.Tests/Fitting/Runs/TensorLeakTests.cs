using LearnML.Contracts;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A run gives back every tensor, epoch by epoch and at its end.</summary>
[Collection(NonParallel.Name)]
public class TensorLeakTests
{
    // TorchSharp frees a layer's weight and bias, but goes on counting the tensors that they were made from: two layers here.
    private const int DoubleCountedTensors = 4;

    [Fact]
    public void No_epoch_leaves_tensors_behind()
    {
        CollectGarbage();
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

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public void No_epoch_of_folds_leaves_tensors_behind(int lockstep)
    {
        CollectGarbage();
        var counts = new List<(int? Fold, long Count)>();
        using var run = new SmallRun
        {
            Spec = Specs.Small.Dropout(
                0.5).Adam(rate: 0.005, weightDecay: 0.01).BalanceClasses().Ensemble(2).BatchSize(7).Epochs(5).Folds(4, keep: KeptEpoch.Best),
            Dataset = GlyphImages.Draw(203, 30),
            FoldsInLockstep = lockstep,
            Observer = new() { OnEpoch = epoch => counts.Add((epoch.Fold, Tensor.TotalCount)) },
        };

        run.Execute();

        // The first epoch makes the optimizer's state and the kept weights.
        var folds = counts.GroupBy(epoch => epoch.Fold).ToArray();
        Assert.Equal(lockstep == 1 ? 5 : 2, folds.Length);
        Assert.All(folds, fold => Assert.Single(fold.Skip(1).Select(epoch => epoch.Count).Distinct()));
    }

    [Fact]
    public void Folds_leave_no_tensors_behind()
    {
        CollectGarbage();
        var before = Tensor.TotalCount;

        using (var run = new SmallRun
        {
            Spec = Specs.Small.Dropout(0.5).Momentum(0.9).BalanceClasses().Folds(4, keep: KeptEpoch.Best),
            FoldsInLockstep = 4,
        })
        {
            run.Execute();
        }

        // Of the folds' stack and of the final network.
        Assert.Equal(before + (2 * DoubleCountedTensors), Tensor.TotalCount);
    }

    [Fact]
    public void A_run_leaves_no_tensors_behind()
    {
        CollectGarbage();
        var before = Tensor.TotalCount;

        using (var run = new SmallRun { Spec = Specs.Small.Dropout(0.5).Momentum(0.9) })
        {
            run.Execute();
        }

        Assert.Equal(before + DoubleCountedTensors, Tensor.TotalCount);
    }

    [Fact]
    public void A_cancelled_run_leaves_no_tensors_behind()
    {
        CollectGarbage();
        var before = Tensor.TotalCount;

        var control = new TrainingControl();
        using (var run = new SmallRun { Control = control, Observer = new() { OnBatch = _ => control.Cancel() } })
        {
            Assert.Throws<OperationCanceledException>(run.Execute);
        }

        Assert.Equal(before + DoubleCountedTensors, Tensor.TotalCount);
    }

    // What other tests have dropped would otherwise be freed while this one counts.
    private static void CollectGarbage()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
