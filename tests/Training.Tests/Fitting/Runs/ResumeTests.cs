using System.Security.Cryptography;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.State;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>An interrupted run that resumes from its latest checkpoint gives the same result, bit for bit, as an uninterrupted run.</summary>
public class ResumeTests
{
    private const int Folds = 4;
    private const string FullDisk = "/dev/full";
    private const string ReadOnly = "/sys";

    private static readonly ImageDataset Dataset = GlyphImages.Draw(203, 30);
    private static readonly JobSpec Spec = Specs.Small.Epochs(4).BatchSize(16);
    private static readonly CheckpointInterval EveryEpoch = new(TimeSpan.FromHours(1), 1);
    private static readonly CheckpointInterval EveryBatch = new(TimeSpan.Zero, null);

    private static readonly Dictionary<string, JobSpec> Cases = new()
    {
        ["plain"] = Spec,
        ["momentum, dropout"] = Spec.Momentum(0.9).LearningRate(0.02).Hidden(16, 12).Dropout(0.2, 0.5),
        ["adam, ensemble, dropout"] = Spec.Adam(rate: 0.005, weightDecay: 0.01).Dropout(0.3).Ensemble(3),
        ["adagrad, large blocks"] = With(new OptimizerSpec { Kind = OptimizerKind.Adagrad }).Hidden(512, 512).BatchSize(64).Epochs(2),
        ["adadelta, label smoothing"] = With(
            new OptimizerSpec { Kind = OptimizerKind.Adadelta }) with
        { Training = Spec.Training with { LabelSmoothing = 0.1 } },
        ["rmsprop, one cycle"] = With(
            new OptimizerSpec { Kind = OptimizerKind.RmsProp, Schedule = new ScheduleSpec { Kind = ScheduleKind.OneCycle } }),
        ["plateau"] = With(
            new OptimizerSpec { LearningRate = 0.2, Schedule = new ScheduleSpec { Kind = ScheduleKind.Plateau, Patience = 1, Factor = 0.5 } })
            .Epochs(6),
        ["early stopping"] = StopEarly(Spec.LearningRate(0.02).Momentum(0.9).Epochs(20)),
        ["batch normalization"] = Spec with { Network = new NetworkSpec { Hidden = [12], Normalization = Normalization.Batch } },
        ["folds in lockstep"] = Spec.Adam(rate: 0.005, weightDecay: 0).Dropout(0.3).Folds(Folds).BatchSize(8),
        ["folds that stop early"] = StopEarly(Spec.LearningRate(0.02).Momentum(0.9).Folds(Folds).Epochs(12)),
        ["stratified folds of ensembles, the best epoch"] = Spec.Momentum(
            0.9).LearningRate(0.02).Ensemble(2).Folds(Folds, FoldAssignment.Stratified, KeptEpoch.Best),
    };

    public static TheoryData<string, int> CasesAndLockstep => [.. Cases.Keys.SelectMany(name => new[] { (name, 0), (name, 1), (name, Folds) })
        .Where(way => Cases[way.name].Validation.Folds is null == (way.Item2 == 0))
        .Select(way => new TheoryDataRow<string, int>(way.name, way.Item2))];

    // The run is interrupted several times at random places: within or after an epoch, in any fold, or in the final network.
    [Theory]
    [MemberData(nameof(CasesAndLockstep))]
    public void Run_released_many_times_gives_same_result(string name, int lockstep)
    {
        var random = new Random(name.Length + lockstep);
        using var uninterrupted = Run(Cases[name], lockstep, CheckpointInterval.Default);
        var expected = uninterrupted.Execute();
        using var run = Run(Cases[name], lockstep, CheckpointInterval.Default);
        var (observer, releases) = (new RecordingObserver(), 0);
        TrainingOutcome? actual = null;
        while (actual is null)
        {
            var control = new TrainingControl();
            var last = random.Next(1, 1 + (uninterrupted.Observer.Batches.Count / 3));
            observer = new RecordingObserver { OnBatch = batches => When(batches == last, control.Release) };
            try
            {
                actual = run.Execute(run.Spec, observer, control);
            }
            catch (OperationCanceledException)
            {
                releases++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"released {releases} times");
        Assert.InRange(releases, 2, int.MaxValue);
        AssertSame(expected, uninterrupted, actual, run, observer);
    }

    [Theory]
    [MemberData(nameof(CasesAndLockstep))]
    public void Interrupted_run_gives_same_result(string name, int lockstep)
    {
        var random = new Random(name.Length + lockstep);
        using var uninterrupted = Run(Cases[name], lockstep, CheckpointInterval.Default);
        var expected = uninterrupted.Execute();
        foreach (var interval in new[] { EveryEpoch, EveryBatch })
        {
            using var run = Run(Cases[name], lockstep, interval);
            var last = random.Next(1, uninterrupted.Observer.Batches.Count);
            var interrupted = new RecordingObserver
            {
                OnBatch = batches => When(batches == last, () => throw new InvalidOperationException("interrupted")),
            };
            Assert.Throws<InvalidOperationException>(() => run.Execute(run.Spec, interrupted, new TrainingControl()));

            var observer = new RecordingObserver();
            var actual = run.Execute(run.Spec, observer, new TrainingControl());

            Assert.InRange(interrupted.SavedCheckpoints, interval == EveryBatch ? last - 1 : 0, int.MaxValue);
            AssertSame(expected, uninterrupted, actual, run, observer);
        }
    }

    [Fact]
    public void Each_optimizer_restores_its_state()
    {
        foreach (var kind in Enum.GetValues<OptimizerKind>())
        {
            AssertResumesAfterInterruption(
                With(new OptimizerSpec { Kind = kind, WeightDecay = 0.01, Momentum = kind == OptimizerKind.Sgd ? 0.9 : 0 }));
        }
    }

    [Fact]
    public async Task Interrupted_table_run_gives_same_result()
    {
        using var folder = new TemporaryFolder();
        var table = (TableDataset)await new Polynomial(folder["generated"]).LoadAsync(TestContext.Current.CancellationToken);
        AssertResumesAfterInterruption((Spec with { Target = "y" }).Adam(rate: 0.005, weightDecay: 0).Hidden(8).Dropout(0.2).Folds(Folds), table);
    }

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
    public void Observer_receives_start_resume_and_ended_folds()
    {
        using var run = Run(Spec.Folds(Folds), 2, EveryEpoch);
        var interrupted = new RecordingObserver
        {
            OnEpoch = scores => When(scores is { Epoch: 2, Fold: 4 }, () => throw new InvalidOperationException("interrupted")),
        };
        Assert.Throws<InvalidOperationException>(() => run.Execute(run.Spec, interrupted, new TrainingControl()));
        var observer = new RecordingObserver();

        var outcome = run.Execute(run.Spec, observer, new TrainingControl());

        Assert.Equal([(Dataset.Train.RowCount, outcome.Description.Parameters)], observer.Starts);
        Assert.Equal(observer.Starts, interrupted.Starts);
        Assert.Empty(interrupted.Resumes);
        Assert.Equal([("3,4", 1)], observer.Resumes);
        Assert.Equal([1, 2, 3, 4], interrupted.EndedFolds.Concat(observer.EndedFolds).Select(fold => fold.Fold));
        var scores = outcome.Report.CrossValidation!.Folds;
        Assert.Equal(scores.Select(fold => fold.Epoch), interrupted.EndedFolds.Concat(observer.EndedFolds).Select(fold => fold.Epoch));
        // The report adds in a different order.
        Assert.All(scores.Zip(interrupted.EndedFolds.Concat(observer.EndedFolds)),
            fold => Assert.Equal(fold.First.Validation.Loss, fold.Second.Loss, 1e-6));
    }

    [Fact]
    public void Stopped_run_can_resume_with_more_epochs()
    {
        using var run = Run(Spec.Epochs(3), 0, CheckpointInterval.Default);
        var control = new TrainingControl();
        var stopped = run.Execute(run.Spec, new RecordingObserver { OnEpoch = scores => When(scores.Epoch == 2, control.Stop) }, control);
        Assert.True(stopped.WasStopped);

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

    [Fact]
    public void Run_rejects_checkpoint_of_different_dataset()
    {
        using var run = Run(Spec, 0, EveryEpoch);
        Interrupt(run, afterEpoch: 2);

        var exception = Assert.Throws<CheckpointException>(() => new TrainingRun(run.JobId, Spec, GlyphImages.Draw(203, 31),
            run.Checkpoints, TestDevice.Name).Execute(new RecordingObserver(), new TrainingControl()));

        Assert.Contains("dataset has changed since the training began", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertResumesAfterInterruption(JobSpec spec, TableDataset? table = null)
    {
        using var uninterrupted = Run(spec, 1, CheckpointInterval.Default, table);
        var expected = uninterrupted.Execute();
        using var run = Run(spec, 1, EveryBatch, table);
        var last = uninterrupted.Observer.Batches.Count / 2;
        Assert.Throws<InvalidOperationException>(() => run.Execute(
            run.Spec, new RecordingObserver { OnBatch = batches => When(batches == last, () => throw new InvalidOperationException("interrupted")) },
            new TrainingControl()));

        var observer = new RecordingObserver();
        var actual = run.Execute(run.Spec, observer, new TrainingControl());

        AssertSame(expected, uninterrupted, actual, run, observer);
    }

    private static void Interrupt(SmallRun run, int afterEpoch)
    {
        var batches = 0;
        var epoch = 0;
        var observer = new RecordingObserver
        {
            OnEpoch = scores => epoch = scores.Epoch,
            OnBatch = _ => When(epoch == afterEpoch && ++batches == 2, () => throw new InvalidOperationException("interrupted")),
        };
        Assert.Throws<InvalidOperationException>(() => run.Execute(run.Spec, observer, new TrainingControl()));
    }

    private static void AssertSame(TrainingOutcome expected, SmallRun uninterrupted, TrainingOutcome actual, SmallRun run, RecordingObserver observer)
    {
        Assert.Equal(expected.Description.WeightsSha256, actual.Description.WeightsSha256);
        Assert.Equal(Json(expected.Report), Json(actual.Report));
        Assert.Equal(ReportedEpochs(uninterrupted.Observer), ReportedEpochs(observer));
        Assert.Equal(uninterrupted.Observer.Batches[^1].Samples,
            observer.Batches is [.., var last] ? last.Samples : uninterrupted.Observer.Batches[^1].Samples);
        if (run.Spec.Validation.Folds is not null)
        {
            Assert.Equal(Hash(uninterrupted), Hash(run));
        }

        string Hash(SmallRun of) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(of.Checkpoints.GetOutOfFoldPath(of.Checkpoint))));
    }

    // The elapsed time differs between runs.
    private static string[] ReportedEpochs(RecordingObserver observer) =>
        [.. observer.Epochs.Select(scores => Json(scores with { ElapsedSeconds = 0 }))];

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, WireFormat.Options);

    private static string[] LatestCheckpointFiles(SmallRun run) => [.. Directory.GetFiles(run.Path, "latest-*").Order(StringComparer.Ordinal)];

    private static SmallRun Run(JobSpec spec, int lockstep, CheckpointInterval interval, TableDataset? table = null) =>
        new() { Spec = spec, Dataset = Dataset, Table = table, FoldsInLockstep = lockstep == 0 ? null : lockstep, SaveInterval = interval };

    private static JobSpec With(OptimizerSpec optimizer) => Spec with { Optimizer = optimizer };

    private static JobSpec StopEarly(JobSpec spec) =>
        spec with { Training = spec.Training with { EarlyStopping = new EarlyStoppingSpec { Patience = 2 } } };

    private static void When(bool condition, Action action)
    {
        if (condition)
        {
            action();
        }
    }
}
