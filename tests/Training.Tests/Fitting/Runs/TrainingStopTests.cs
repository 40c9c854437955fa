using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A stop or a cancellation ends a run before its last epoch.</summary>
public class TrainingStopTests
{
    // 160 training rows.
    private const int BatchesPerEpoch = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(BatchesPerEpoch)]
    [InlineData(BatchesPerEpoch + 2)]
    public void Stop_ends_run_after_current_batch_and_keeps_best_epoch(int batch)
    {
        var control = new TrainingControl();
        using var run = new SmallRun { Control = control, Observer = new() { OnBatch = StopAtBatch(batch, control) } };

        var outcome = run.Execute();

        Assert.True(outcome.WasStopped);
        Assert.Equal(batch, run.Observer.Batches.Count);
        Assert.Equal(((batch - 1) / BatchesPerEpoch) + 1, run.Observer.Epochs.Count);
        Assert.Equal(run.Observer.Epochs.MinBy(epoch => epoch.Validation!.Loss)!.Epoch, outcome.Description.Epoch);
        Assert.Equal(outcome.Description.WeightsSha256, run.Checkpoints.Load(outcome.CheckpointName).Description.WeightsSha256);
    }

    [Fact]
    public void Stop_between_epochs_ends_run_before_next_epoch()
    {
        var control = new TrainingControl();
        using var run = new SmallRun { Control = control, Observer = new() { OnEpoch = _ => control.Stop() } };

        Assert.True(run.Execute().WasStopped);
        Assert.Equal(BatchesPerEpoch, run.Observer.Batches.Count);
        Assert.Single(run.Observer.Epochs);
    }

    [Fact]
    public void Stop_before_first_batch_ends_run_after_it()
    {
        var control = new TrainingControl();
        control.Stop();
        using var run = new SmallRun { Control = control };

        Assert.True(run.Execute().WasStopped);
        Assert.Single(run.Observer.Batches);
    }

    [Fact]
    public void Stop_in_last_epoch_marks_run_as_stopped()
    {
        var control = new TrainingControl();
        using var run = new SmallRun { Spec = Specs.Small.Epochs(1), Control = control, Observer = new() { OnBatch = StopAtBatch(2, control) } };

        Assert.True(run.Execute().WasStopped);
        Assert.Equal(2, run.Observer.Batches.Count);
    }

    [Fact]
    public void Stop_after_last_batch_has_no_effect()
    {
        var control = new TrainingControl();
        using var run = new SmallRun
        {
            Spec = Specs.Small.Epochs(1),
            Control = control,
            Observer = new() { OnEpoch = _ => control.Stop() },
        };

        Assert.False(run.Execute().WasStopped);
        Assert.Equal((1.0, 160), run.Observer.Batches[^1]);
    }

    [Fact]
    public void Run_without_stop_trains_all_batches()
    {
        using var run = new SmallRun();

        Assert.False(run.Execute().WasStopped);
        Assert.Equal(3 * BatchesPerEpoch, run.Observer.Batches.Count);
        Assert.Equal((1.0, 3 * 160), run.Observer.Batches[^1]);
        Assert.Equal([1, 2, 3], run.Observer.Epochs.Select(epoch => epoch.Epoch));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(BatchesPerEpoch)]
    [InlineData(BatchesPerEpoch + 2)]
    public void Cancellation_throws_within_batch(int batch)
    {
        var control = new TrainingControl();
        using var run = new SmallRun
        {
            Control = control,
            Observer = new() { OnBatch = count => { if (count == batch) { control.Cancel(); } } },
        };

        Assert.Throws<OperationCanceledException>(run.Execute);

        Assert.Equal(batch, run.Observer.Batches.Count);
        Assert.Equal((batch - 1) / BatchesPerEpoch, run.Observer.Epochs.Count);
    }

    private static Action<int> StopAtBatch(int batch, TrainingControl control) => count =>
    {
        if (count == batch)
        {
            control.Stop();
        }
    };
}
