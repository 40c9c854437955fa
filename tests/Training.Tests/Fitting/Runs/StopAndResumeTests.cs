using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Support;
using static LearnML.Training.Tests.Fitting.Runs.ResumableRuns;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A stopped run can be resumed, and a stop waits for epochs that were reported before a crash.</summary>
public class StopAndResumeTests
{
    [Fact]
    public void Stopped_run_can_resume_with_more_epochs()
    {
        using var run = Run(Spec.Epochs(3), 0, CheckpointInterval.Default);
        var control = new TrainingControl();
        var stopped = run.Execute(run.Spec, new RecordingObserver { OnEpoch = scores => When(scores.Epoch == 2, control.Stop) }, control);
        Assert.True(stopped.WasStopped);
        Assert.Single(LatestCheckpointFiles(run)); // The stop came after the epoch was reported.

        using var uninterrupted = Run(Spec.Epochs(5), 0, CheckpointInterval.Default);
        var observer = new RecordingObserver();
        var resumed = run.Execute(uninterrupted.Spec, observer, new TrainingControl());

        AssertSame(uninterrupted.Execute(), uninterrupted, resumed, run, observer);
    }

    [Fact]
    public void Stopped_cross_validation_resumes_its_folds()
    {
        using var uninterrupted = Run(Cases["folds in lockstep"], Folds, CheckpointInterval.Default);
        var expected = uninterrupted.Execute();
        using var run = Run(uninterrupted.Spec, Folds, EveryBatch);
        var control = new TrainingControl();
        var stopped = run.Execute(
            run.Spec, new RecordingObserver { OnEpoch = scores => When(scores is { Epoch: 2, Fold: not null }, control.Stop) }, control);
        Assert.True(stopped.WasStopped);

        var observer = new RecordingObserver();
        var resumed = run.Execute(run.Spec, observer, new TrainingControl());

        AssertSame(expected, uninterrupted, resumed, run, observer);
    }

    // The stop came shortly before the crash, after epochs that were reported but are not in the latest checkpoint.
    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Stop_waits_until_epochs_reported_before_crash_are_repeated(int? folds)
    {
        var spec = (folds is null ? Spec : Spec.Folds(3)).Epochs(20);
        using var run = Run(spec, 3, new CheckpointInterval(TimeSpan.FromHours(1), 4));
        Interrupt(run, afterEpoch: 7);
        var reportedEpochs = 7 * (folds ?? 1);
        var (observer, control) = (new RecordingObserver(), new TrainingControl());
        control.Stop();

        var outcome = new TrainingRun(run.JobId, spec, Dataset, run.Checkpoints,
            TestDevice.Name)
        { FoldsInLockstep = 3, FencingToken = 2, ReportedEpochs = reportedEpochs }.Execute(observer, control);

        Assert.True(outcome.WasStopped);
        Assert.Equal(reportedEpochs, observer.Epochs.Count(epoch => epoch.Fold is not null == folds is not null));
        Assert.Equal(folds is null ? 0 : 7, observer.Epochs.Count(epoch => epoch.Fold is null != folds is null));
    }

    [Fact]
    public void Two_stops_end_folds_and_final_network()
    {
        var control = new TrainingControl();
        using var run = new SmallRun
        {
            Spec = Spec.Folds(3).Epochs(50),
            Dataset = Dataset,
            FoldsInLockstep = 3,
            Control = control,
            Observer = new() { OnEpoch = epoch => When(epoch is { Epoch: 10, Fold: 3 }, () => { control.Stop(); control.Stop(); }) },
        };

        Assert.True(run.Execute().WasStopped);

        Assert.Equal(1, run.Observer.Epochs.Count(epoch => epoch.Fold is null));
    }
}
