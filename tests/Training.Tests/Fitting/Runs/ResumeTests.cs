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

/// <summary>A run that ends anywhere and goes on from its latest checkpoint comes, bit for bit, to what it comes to in one go.</summary>
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

    // The places are drawn: within an epoch, at its end, in any fold, in the final network; several times in a run.
    [Theory]
    [MemberData(nameof(CasesAndLockstep))]
    public void A_run_that_is_given_back_again_and_again(string name, int lockstep)
    {
        var random = new Random(name.Length + lockstep);
        using var whole = Run(Cases[name], lockstep, CheckpointInterval.Default);
        var expected = whole.Execute();
        using var run = Run(Cases[name], lockstep, CheckpointInterval.Default);
        var (observer, times) = (new RecordingObserver(), 0);
        TrainingOutcome? actual = null;
        while (actual is null)
        {
            var control = new TrainingControl();
            var last = random.Next(1, 1 + (whole.Observer.Batches.Count / 3));
            observer = new RecordingObserver { OnBatch = batches => When(batches == last, control.Release) };
            try
            {
                actual = run.Execute(run.Spec, observer, control);
            }
            catch (OperationCanceledException)
            {
                times++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"given back {times} times");
        Assert.InRange(times, 2, int.MaxValue);
        AssertSame(expected, whole, actual, run, observer);
    }

    [Theory]
    [MemberData(nameof(CasesAndLockstep))]
    public void A_run_that_breaks_off(string name, int lockstep)
    {
        var random = new Random(name.Length + lockstep);
        using var whole = Run(Cases[name], lockstep, CheckpointInterval.Default);
        var expected = whole.Execute();
        foreach (var interval in new[] { EveryEpoch, EveryBatch })
        {
            using var run = Run(Cases[name], lockstep, interval);
            var last = random.Next(1, whole.Observer.Batches.Count);
            var broken = new RecordingObserver
            {
                OnBatch = batches => When(batches == last, () => throw new InvalidOperationException("broken off")),
            };
            Assert.Throws<InvalidOperationException>(() => run.Execute(run.Spec, broken, new TrainingControl()));

            var observer = new RecordingObserver();
            var actual = run.Execute(run.Spec, observer, new TrainingControl());

            Assert.InRange(broken.SavedCheckpoints, interval == EveryBatch ? last - 1 : 0, int.MaxValue);
            AssertSame(expected, whole, actual, run, observer);
        }
    }

    [Fact]
    public void Each_optimizer_remembers()
    {
        foreach (var kind in Enum.GetValues<OptimizerKind>())
        {
            AssertResumesAfterInterruption(With(new OptimizerSpec { Kind = kind, WeightDecay = 0.01, Momentum = kind == OptimizerKind.Sgd ? 0.9 : 0 }));
        }
    }

    [Fact]
    public async Task A_table_goes_on_as_well()
    {
        using var folder = new TemporaryFolder();
        var table = (TableDataset)await new Polynomial(folder["generated"]).LoadAsync(TestContext.Current.CancellationToken);
        AssertResumesAfterInterruption((Spec with { Target = "y" }).Adam(rate: 0.005, weightDecay: 0).Hidden(8).Dropout(0.2).Folds(Folds), table);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_damaged_latest_checkpoint_is_told_and_the_one_before_it_is_used(int damage)
    {
        using var whole = Run(Spec, 0, CheckpointInterval.Default);
        var expected = whole.Execute();
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
        AssertSame(expected, whole, actual, run, observer);
    }

    [Fact]
    public void Without_a_whole_one_it_begins_anew()
    {
        using var whole = Run(Spec, 0, CheckpointInterval.Default);
        var expected = whole.Execute();
        using var run = Run(Spec, 0, EveryEpoch);
        Interrupt(run, afterEpoch: 3);
        Assert.Equal(2, LatestCheckpointFiles(run).Length);
        Array.ForEach(LatestCheckpointFiles(run), file => File.WriteAllText(file, ""));

        var observer = new RecordingObserver();
        var actual = run.Execute(run.Spec, observer, new TrainingControl());

        Assert.Equal(2, observer.DamagedCheckpoints.Count);
        Assert.Empty(observer.Resumes);
        AssertSame(expected, whole, actual, run, observer);
    }

    [Fact]
    public void Who_listens_is_told_what_is_trained_where_it_goes_on_and_which_folds_are_done()
    {
        using var run = Run(Spec.Folds(Folds), 2, EveryEpoch);
        var broken = new RecordingObserver
        {
            OnEpoch = scores => When(scores is { Epoch: 2, Fold: 4 }, () => throw new InvalidOperationException("broken off")),
        };
        Assert.Throws<InvalidOperationException>(() => run.Execute(run.Spec, broken, new TrainingControl()));
        var observer = new RecordingObserver();

        var outcome = run.Execute(run.Spec, observer, new TrainingControl());

        Assert.Equal([(Dataset.Train.RowCount, outcome.Description.Parameters)], observer.Starts);
        Assert.Equal(observer.Starts, broken.Starts);
        Assert.Empty(broken.Resumes);
        Assert.Equal([("3,4", 1)], observer.Resumes);
        Assert.Equal([1, 2, 3, 4], broken.EndedFolds.Concat(observer.EndedFolds).Select(fold => fold.Fold));
        var scores = outcome.Report.CrossValidation!.Folds;
        Assert.Equal(scores.Select(fold => fold.Epoch), broken.EndedFolds.Concat(observer.EndedFolds).Select(fold => fold.Epoch));
        // The report adds up in another order.
        Assert.All(scores.Zip(broken.EndedFolds.Concat(observer.EndedFolds)), fold => Assert.Equal(fold.First.Validation.Loss, fold.Second.Loss, 1e-6));
    }

    [Fact]
    public void A_stopped_run_goes_on_for_more_epochs_than_it_was_first_meant_to()
    {
        using var run = Run(Spec.Epochs(3), 0, CheckpointInterval.Default);
        var control = new TrainingControl();
        var stopped = run.Execute(run.Spec, new RecordingObserver { OnEpoch = scores => When(scores.Epoch == 2, control.Stop) }, control);
        Assert.True(stopped.WasStopped);

        using var whole = Run(Spec.Epochs(5), 0, CheckpointInterval.Default);
        var observer = new RecordingObserver();
        var resumed = run.Execute(whole.Spec, observer, new TrainingControl());

        AssertSame(whole.Execute(), whole, resumed, run, observer);
    }

    [Fact]
    public void A_stopped_cross_validation_goes_on_with_its_folds()
    {
        using var whole = Run(Cases["folds in lockstep"], Folds, CheckpointInterval.Default);
        var expected = whole.Execute();
        using var run = Run(whole.Spec, Folds, EveryBatch);
        var control = new TrainingControl();
        var stopped = run.Execute(
            run.Spec, new RecordingObserver { OnEpoch = scores => When(scores is { Epoch: 2, Fold: not null }, control.Stop) }, control);
        Assert.True(stopped.WasStopped);

        var observer = new RecordingObserver();
        var resumed = run.Execute(run.Spec, observer, new TrainingControl());

        AssertSame(expected, whole, resumed, run, observer);
    }

    [Fact]
    public void A_full_disk_costs_a_latest_checkpoint_and_not_the_run()
    {
        Assert.SkipUnless(File.Exists(FullDisk), "There is no /dev/full here.");
        using var whole = Run(Spec, 0, CheckpointInterval.Default);
        using var run = Run(Spec, 0, EveryEpoch);
        Directory.CreateDirectory(run.Path);
        File.CreateSymbolicLink(Path.Combine(run.Path, "unfinished-1.safetensors"), FullDisk);

        var outcome = run.Execute();

        Assert.IsType<IOException>(Assert.Single(run.Observer.CheckpointFailures), exactMatch: false);
        Assert.Equal(3, run.Observer.SavedCheckpoints);
        AssertSame(whole.Execute(), whole, outcome, run, run.Observer);
    }

    [Fact]
    public void A_full_disk_at_the_end_leaves_nothing_half_and_the_run_goes_on_when_there_is_space()
    {
        Assert.SkipUnless(File.Exists(FullDisk), "There is no /dev/full here.");
        using var whole = Run(Spec, 0, CheckpointInterval.Default);
        var expected = whole.Execute();
        using var run = Run(Spec, 0, EveryEpoch);
        var unfinished = Directory.CreateDirectory(Path.Combine(run.Path, $"unfinished-{whole.Checkpoint}"));
        File.CreateSymbolicLink(Path.Combine(unfinished.FullName, "weights.safetensors"), FullDisk);

        Assert.ThrowsAny<IOException>(() => run.Execute());

        Assert.Empty(Directory.GetDirectories(run.Path));
        Assert.Equal(2, LatestCheckpointFiles(run).Length);
        var observer = new RecordingObserver();
        AssertSame(expected, whole, run.Execute(run.Spec, observer, new TrainingControl()), run, observer);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_at_every_checkpoint_and_ends_the_run()
    {
        Assert.SkipUnless(Directory.Exists(ReadOnly), "There is no /sys here.");
        var observer = new RecordingObserver();
        var run = new TrainingRun(Guid.NewGuid(), Spec, Dataset,
            new CheckpointFolder(Path.Combine(ReadOnly, "learnml")), TestDevice.Name)
        { SaveInterval = EveryEpoch };

        Assert.True(Record.Exception(() => run.Execute(observer, new TrainingControl())) is IOException or UnauthorizedAccessException);

        // One more: the owner could not be written down.
        Assert.Equal(5, observer.CheckpointFailures.Count);
        Assert.Equal(4, observer.Epochs.Count);
    }

    // The stop came shortly before the crash: behind the latest checkpoint epochs had been told already.
    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void A_stop_waits_until_what_was_told_before_a_crash_is_trained_and_told_again(int? folds)
    {
        var spec = (folds is null ? Spec : Spec.Folds(3)).Epochs(20);
        using var run = Run(spec, 3, new CheckpointInterval(TimeSpan.FromHours(1), 4));
        Interrupt(run, afterEpoch: 7);
        var told = 7 * (folds ?? 1);
        var (observer, control) = (new RecordingObserver(), new TrainingControl());
        control.Stop();

        var outcome = new TrainingRun(run.JobId, spec, Dataset, run.Checkpoints,
            TestDevice.Name)
        { FoldsInLockstep = 3, FencingToken = 2, ReportedEpochs = told }.Execute(observer, control);

        Assert.True(outcome.WasStopped);
        Assert.Equal(told, observer.Epochs.Count(epoch => epoch.Fold is not null == folds is not null));
        Assert.Equal(folds is null ? 0 : 7, observer.Epochs.Count(epoch => epoch.Fold is null != folds is null));
    }

    [Fact]
    public void Two_stops_at_once_end_the_folds_and_the_final_network()
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
    public void A_checkpoint_of_another_dataset_is_refused()
    {
        using var run = Run(Spec, 0, EveryEpoch);
        Interrupt(run, afterEpoch: 2);

        var exception = Assert.Throws<CheckpointException>(() => new TrainingRun(run.JobId, Spec, GlyphImages.Draw(203, 31),
            run.Checkpoints, TestDevice.Name).Execute(new RecordingObserver(), new TrainingControl()));

        Assert.Contains("dataset has changed since the training began", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertResumesAfterInterruption(JobSpec spec, TableDataset? table = null)
    {
        using var whole = Run(spec, 1, CheckpointInterval.Default, table);
        var expected = whole.Execute();
        using var run = Run(spec, 1, EveryBatch, table);
        var last = whole.Observer.Batches.Count / 2;
        Assert.Throws<InvalidOperationException>(() => run.Execute(
            run.Spec, new RecordingObserver { OnBatch = batches => When(batches == last, () => throw new InvalidOperationException("broken off")) },
            new TrainingControl()));

        var observer = new RecordingObserver();
        var actual = run.Execute(run.Spec, observer, new TrainingControl());

        AssertSame(expected, whole, actual, run, observer);
    }

    private static void Interrupt(SmallRun run, int afterEpoch)
    {
        var batches = 0;
        var epoch = 0;
        var observer = new RecordingObserver
        {
            OnEpoch = scores => epoch = scores.Epoch,
            OnBatch = _ => When(epoch == afterEpoch && ++batches == 2, () => throw new InvalidOperationException("broken off")),
        };
        Assert.Throws<InvalidOperationException>(() => run.Execute(run.Spec, observer, new TrainingControl()));
    }

    private static void AssertSame(TrainingOutcome expected, SmallRun whole, TrainingOutcome actual, SmallRun run, RecordingObserver observer)
    {
        Assert.Equal(expected.Description.WeightsSha256, actual.Description.WeightsSha256);
        Assert.Equal(Json(expected.Report), Json(actual.Report));
        Assert.Equal(ReportedEpochs(whole.Observer), ReportedEpochs(observer));
        Assert.Equal(whole.Observer.Batches[^1].Samples, observer.Batches is [.., var last] ? last.Samples : whole.Observer.Batches[^1].Samples);
        if (run.Spec.Validation.Folds is not null)
        {
            Assert.Equal(Hash(whole), Hash(run));
        }

        string Hash(SmallRun of) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(of.Checkpoints.GetOutOfFoldPath(of.Checkpoint))));
    }

    // The time is another each time.
    private static string[] ReportedEpochs(RecordingObserver observer) => [.. observer.Epochs.Select(scores => Json(scores with { ElapsedSeconds = 0 }))];

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
