using System.Security.Cryptography;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>Runs that a test interrupts and resumes, and the comparison with an uninterrupted run.</summary>
internal static class ResumableRuns
{
    public const int Folds = 4;

    public static ImageDataset Dataset { get; } = GlyphImages.Draw(203, 30);

    public static JobSpec Spec { get; } = Specs.Small.Epochs(4).BatchSize(16);

    public static CheckpointInterval EveryEpoch { get; } = new(TimeSpan.FromHours(1), 1);

    public static CheckpointInterval EveryBatch { get; } = new(TimeSpan.Zero, null);

    public static IReadOnlyDictionary<string, JobSpec> Cases { get; } = new Dictionary<string, JobSpec>
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
        ["copies"] = Spec.Adam(rate: 0.005, weightDecay: 0.01) with
        {
            Network = new NetworkSpec { Hidden = [12], Copies = 3, Dropout = [0.3] },
        },
        ["search"] = Spec.Dropout(0.2) with
        {
            Search = new SearchSpec
            {
                Trials = 6,
                Space = new Dictionary<string, SearchRange>
                {
                    ["network.hidden"] = new()
                    {
                        Choice = [JsonSerializer.SerializeToElement(new[] { 12 }), JsonSerializer.SerializeToElement(new[] { 8, 8 })],
                    },
                    ["optimizer.learningRate"] = new() { LogUniform = [0.01, 1] },
                    ["training.seed"] = new() { WholeNumbers = [0, 9] },
                },
            },
        },
        ["search with early stopping, an ensemble of trials"] = StopEarly(Spec.Adam(rate: 0.005, weightDecay: 0).Dropout(0.2).Epochs(12)) with
        {
            Search = new SearchSpec
            {
                Trials = 8,
                Keep = KeptTrials.Ensemble,
                Space = new Dictionary<string, SearchRange>
                {
                    ["optimizer.learningRate"] = new() { Uniform = [0.01, 0.02] },
                    ["network.dropout"] = new() { Uniform = [0.1, 0.4] },
                    ["training.seed"] = new() { WholeNumbers = [0, 9] },
                },
            },
        },
        ["search by halving"] = Spec.Adam(rate: 0.005, weightDecay: 0.01).Dropout(0.2).Ensemble(2).Epochs(6) with
        {
            Search = new SearchSpec
            {
                Algorithm = SearchAlgorithm.Halving,
                Trials = 7,
                Space = new Dictionary<string, SearchRange>
                {
                    ["network.hidden"] = new()
                    {
                        Choice = [JsonSerializer.SerializeToElement(new[] { 12 }), JsonSerializer.SerializeToElement(new[] { 8, 8 })],
                    },
                    ["optimizer.learningRate"] = new() { LogUniform = [0.0005, 0.05] },
                    ["training.seed"] = new() { WholeNumbers = [0, 9] },
                },
            },
        },
        ["search with a trial that diverges"] = Spec with
        {
            Search = new SearchSpec
            {
                Algorithm = SearchAlgorithm.Grid,
                Space = new Dictionary<string, SearchRange>
                {
                    ["optimizer.learningRate"] = new()
                    {
                        Choice = [JsonSerializer.SerializeToElement(1e30), JsonSerializer.SerializeToElement(0.1)],
                    },
                },
            },
        },
        ["search by halving with folds, an ensemble of trials"] =
            StopEarly(Spec.Adam(rate: 0.005, weightDecay: 0).Dropout(0.2).Folds(Folds, keep: KeptEpoch.Best).Epochs(6)) with
            {
                Search = new SearchSpec
                {
                    Algorithm = SearchAlgorithm.Halving,
                    Trials = 6,
                    Keep = KeptTrials.Ensemble,
                    Space = new Dictionary<string, SearchRange>
                    {
                        ["optimizer.learningRate"] = new() { Uniform = [0.01, 0.02] },
                        ["network.dropout"] = new() { Uniform = [0.1, 0.4] },
                        ["training.seed"] = new() { WholeNumbers = [0, 9] },
                    },
                },
            },
        ["folds in lockstep"] = Spec.Adam(rate: 0.005, weightDecay: 0).Dropout(0.3).Folds(Folds).BatchSize(8),
        ["folds that stop early"] = StopEarly(Spec.LearningRate(0.02).Momentum(0.9).Folds(Folds).Epochs(12)),
        ["folds that choose each other's epochs"] =
            StopEarly(Spec.LearningRate(0.02).Momentum(0.9).Folds(Folds, keep: KeptEpoch.BestOfOtherFolds).Epochs(12)),
        ["repeated folds"] = Spec with { Validation = new ValidationSpec { Folds = 2, Repeats = 2 } },
        ["stratified folds of ensembles, the best epoch"] = Spec.Momentum(
            0.9).LearningRate(0.02).Ensemble(2).Folds(Folds, FoldAssignment.Stratified, KeptEpoch.Best),
    };

    public static JobSpec With(OptimizerSpec optimizer) => Spec with { Optimizer = optimizer };

    public static SmallRun Run(JobSpec spec, int lockstep, CheckpointInterval interval, TableDataset? table = null) =>
        new() { Spec = spec, Dataset = Dataset, Table = table, FoldsInLockstep = lockstep == 0 ? null : lockstep, SaveInterval = interval };

    public static void Interrupt(SmallRun run, int afterEpoch)
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

    public static void When(bool condition, Action action)
    {
        if (condition)
        {
            action();
        }
    }

    public static string[] LatestCheckpointFiles(SmallRun run) => [.. Directory.GetFiles(run.Path, "latest-*").Order(StringComparer.Ordinal)];

    public static void AssertSame(TrainingOutcome expected, SmallRun uninterrupted, TrainingOutcome actual, SmallRun run, RecordingObserver observer)
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

    private static JobSpec StopEarly(JobSpec spec) =>
        spec with { Training = spec.Training with { EarlyStopping = new EarlyStoppingSpec { Patience = 2 } } };
}
