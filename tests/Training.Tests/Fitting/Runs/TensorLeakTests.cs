using LearnML.Contracts;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A run disposes every tensor, after each epoch and at its end.</summary>
[Collection(NonParallel.Name)]
public class TensorLeakTests
{
    [Fact]
    public void Epochs_leak_no_tensors()
    {
        CollectGarbage();
        var counts = new List<long>();
        using var run = new SmallRun
        {
            Spec = Specs.Small.Dropout(0.5).Momentum(0.9).Epochs(6),
            Observer = new() { OnEpoch = _ => counts.Add(Tensor.TotalCount) },
        };

        run.Execute();

        // The first epoch creates the optimizer's buffers.
        Assert.Equal(6, counts.Count);
        Assert.Single(counts.Skip(1).Distinct());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public void Epochs_of_folds_leak_no_tensors(int lockstep)
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

        // The first epoch creates the optimizer's state and the best weights.
        var folds = counts.GroupBy(epoch => epoch.Fold).ToArray();
        Assert.Equal(lockstep == 1 ? 5 : 2, folds.Length);
        Assert.All(folds, fold => Assert.Single(fold.Skip(1).Select(epoch => epoch.Count).Distinct()));
    }

    [Fact]
    public void Cross_validation_leaks_no_tensors()
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

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Run_leaks_no_tensors()
    {
        CollectGarbage();
        var before = Tensor.TotalCount;

        using (var run = new SmallRun { Spec = Specs.Small.Dropout(0.5).Momentum(0.9) })
        {
            run.Execute();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Cancelled_run_leaks_no_tensors()
    {
        CollectGarbage();
        var before = Tensor.TotalCount;

        var control = new TrainingControl();
        using (var run = new SmallRun { Control = control, Observer = new() { OnBatch = _ => control.Cancel() } })
        {
            Assert.Throws<OperationCanceledException>(run.Execute);
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    // Otherwise tensors of earlier tests might be freed while this test counts.
    private static void CollectGarbage()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
