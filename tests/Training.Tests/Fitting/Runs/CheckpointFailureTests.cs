using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.State;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Support;
using static LearnML.Training.Tests.Fitting.Runs.ResumableRuns;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A run survives damaged latest checkpoints and a full disk.</summary>
public class CheckpointFailureTests
{
    private const string FullDisk = "/dev/full";
    private const string ReadOnly = "/sys";

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Run_reports_damaged_checkpoint_and_uses_previous_one(int damage)
    {
        using var uninterrupted = Run(Spec, 0, CheckpointInterval.Default);
        var expected = uninterrupted.Execute();
        using var run = Run(Spec, 0, EveryEpoch);
        Interrupt(run, afterEpoch: 3);
        var newest = LatestCheckpointFiles(run)[^1];
        var bytes = File.ReadAllBytes(newest);
        File.WriteAllBytes(newest,
            damage == 0 ? bytes[..(bytes.Length / 2)] : [.. bytes[..^damage], (byte)(bytes[^damage] ^ 1), .. bytes[^(damage - 1)..]]);

        var observer = new RecordingObserver();
        var actual = run.Execute(run.Spec, observer, new TrainingControl());

        Assert.Equal([Path.GetFileName(newest)], observer.DamagedCheckpoints);
        Assert.Equal([("", 2)], observer.Resumes);
        AssertSame(expected, uninterrupted, actual, run, observer);
    }

    [Fact]
    public void Run_restarts_if_all_checkpoints_are_damaged()
    {
        using var uninterrupted = Run(Spec, 0, CheckpointInterval.Default);
        var expected = uninterrupted.Execute();
        using var run = Run(Spec, 0, EveryEpoch);
        Interrupt(run, afterEpoch: 3);
        Assert.Equal(2, LatestCheckpointFiles(run).Length);
        Array.ForEach(LatestCheckpointFiles(run), file => File.WriteAllText(file, ""));

        var observer = new RecordingObserver();
        var actual = run.Execute(run.Spec, observer, new TrainingControl());

        Assert.Equal(2, observer.DamagedCheckpoints.Count);
        Assert.Empty(observer.Resumes);
        AssertSame(expected, uninterrupted, actual, run, observer);
    }

    [Fact]
    public void Full_disk_loses_checkpoint_but_not_run()
    {
        Assert.SkipUnless(File.Exists(FullDisk), "This system has no /dev/full.");
        using var uninterrupted = Run(Spec, 0, CheckpointInterval.Default);
        using var run = Run(Spec, 0, EveryEpoch);
        Directory.CreateDirectory(run.Path);
        File.CreateSymbolicLink(Path.Combine(run.Path, "unfinished-1.safetensors"), FullDisk);

        var outcome = run.Execute();

        Assert.IsType<IOException>(Assert.Single(run.Observer.CheckpointFailures), exactMatch: false);
        Assert.Equal(3, run.Observer.SavedCheckpoints);
        AssertSame(uninterrupted.Execute(), uninterrupted, outcome, run, run.Observer);
    }

    [Fact]
    public void Full_disk_at_end_leaves_no_unfinished_checkpoint_and_run_can_resume()
    {
        Assert.SkipUnless(File.Exists(FullDisk), "This system has no /dev/full.");
        using var uninterrupted = Run(Spec, 0, CheckpointInterval.Default);
        var expected = uninterrupted.Execute();
        using var run = Run(Spec, 0, EveryEpoch);
        var unfinished = Directory.CreateDirectory(Path.Combine(run.Path, $"unfinished-{uninterrupted.Checkpoint}"));
        File.CreateSymbolicLink(Path.Combine(unfinished.FullName, "weights.safetensors"), FullDisk);

        Assert.ThrowsAny<IOException>(() => run.Execute());

        Assert.Empty(Directory.GetDirectories(run.Path));
        Assert.Equal(2, LatestCheckpointFiles(run).Length);
        var observer = new RecordingObserver();
        AssertSame(expected, uninterrupted, run.Execute(run.Spec, observer, new TrainingControl()), run, observer);
    }

    [Fact]
    public void Read_only_folder_is_reported_at_every_checkpoint_and_fails_run()
    {
        Assert.SkipUnless(Directory.Exists(ReadOnly), "This system has no /sys.");
        var observer = new RecordingObserver();
        var run = new TrainingRun(Guid.NewGuid(), Spec, Dataset,
            new CheckpointFolder(Path.Combine(ReadOnly, "learnml")), TestDevice.Name)
        { SaveInterval = EveryEpoch };

        Assert.True(Record.Exception(() => run.Execute(observer, new TrainingControl())) is IOException or UnauthorizedAccessException);

        // There is one more failure, because the owner could not be written.
        Assert.Equal(5, observer.CheckpointFailures.Count);
        Assert.Equal(4, observer.Epochs.Count);
    }

    [Fact]
    public void Run_rejects_checkpoint_of_different_dataset()
    {
        using var run = Run(Spec, 0, EveryEpoch);
        Interrupt(run, afterEpoch: 2);

        var exception = Assert.Throws<CheckpointException>(() => new TrainingRun(run.JobId, Spec, GlyphImages.Draw(203, 31),
            run.Checkpoints, TestDevice.Name).Execute(new RecordingObserver(), new TrainingControl()));

        Assert.Contains("dataset has changed since the training began", exception.Message, StringComparison.Ordinal);
    }
}
