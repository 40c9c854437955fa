using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Contracts;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>Folds that are trained in lockstep give the same results as folds that are trained one by one.</summary>
public class LockstepTests
{
    private const int Folds = 4;

    // Folds train on 152 or 153 rows. With batches of 8, some folds have one batch more; with 16 and 51, a larger last batch.
    private static readonly ImageDataset Dataset = GlyphImages.Draw(203, 30);
    private static readonly JobSpec Spec = Specs.Small.Folds(Folds).Epochs(4).BatchSize(16);
    private static readonly JobSpec Overfitting = Spec.LearningRate(0.02).Momentum(0.9).Epochs(8);
    private static readonly JobSpec Adam = Spec.Adam(rate: 0.005, weightDecay: 0.01);

    private static readonly JobSpec Fading = Spec.Dropout(0.4) with
    {
        Optimizer = new OptimizerSpec
        {
            Kind = OptimizerKind.AdamW,
            LearningRate = 0.005,
            WeightDecay = 0.5,
            WeightDecaySchedule = StrengthSchedule.FlatCos,
        },
        Training = Spec.Training with { DropoutSchedule = StrengthSchedule.Cosine },
    };

    private static readonly JobSpec Stopping = Overfitting with
    {
        Training = Overfitting.Training with { EarlyStopping = new EarlyStoppingSpec { Patience = 2 } },
    };

    private static readonly Dictionary<string, JobSpec> Cases = new()
    {
        ["plain"] = Spec,
        ["momentum"] = Spec.Momentum(0.9).LearningRate(0.02).BatchSize(51),
        ["momentum, unequal steps"] = Spec.Momentum(0.9).LearningRate(0.02).BatchSize(8),
        ["dropout"] = Spec.Hidden(16, 12).Dropout(0.2, 0.5),
        ["dropout, unequal steps"] = Spec.Hidden(16, 12).Dropout(0.2, 0.5).BatchSize(8),
        ["adam"] = Adam,
        ["adam, unequal steps"] = Adam.BatchSize(8),
        ["adam, large blocks"] = Adam.Hidden(96).BatchSize(8).Epochs(1),
        ["balanced classes"] = Spec.BalanceClasses().BatchSize(51),
        ["balanced classes, unequal steps"] = Spec.BalanceClasses().BatchSize(8),
        ["ensemble"] = Spec.Dropout(0.3).Ensemble(2),
        ["ensemble, adam, unequal steps"] = Adam.Ensemble(2).BatchSize(8),
        ["linear"] = Spec.Hidden().BatchSize(51),
        ["contiguous"] = Spec.Folds(Folds, FoldAssignment.Contiguous),
        ["stratified"] = Spec.Folds(Folds, FoldAssignment.Stratified),
        ["batch normalization"] = WithLayers(Normalization.Batch).BatchSize(51),
        ["batch normalization, unequal steps"] = WithLayers(Normalization.Batch).LearningRate(0.01).BatchSize(8).Epochs(2),
        ["layer normalization, unequal steps"] = WithLayers(Normalization.Layer).LearningRate(0.01).BatchSize(8).Epochs(2),
        ["adamw, biases do not decay"] = With(
            new OptimizerSpec { Kind = OptimizerKind.AdamW, LearningRate = 0.005, WeightDecay = 0.1, DecayBiases = false }).BatchSize(8),
        ["input scale, unequal steps"] =
            With(new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.005 }).BatchSize(8) with
            { Network = new NetworkSpec { Hidden = [12], InputScale = 10 } },
        ["parametric activation, unequal steps"] =
            With(new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.005 }).BatchSize(8) with
            { Network = new NetworkSpec { Hidden = [12], Activation = Activation.Mish, ParametricActivation = 5 } },
        ["copies, unequal steps"] =
            With(new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.005 }).BatchSize(8) with
            { Network = new NetworkSpec { Hidden = [12], Copies = 3, Dropout = [0.3], InputDropout = 0.1, Ensemble = 2 } },
        ["copies, batch normalization, data-driven"] = Adam.BatchSize(51).Epochs(2) with
        {
            Network = new NetworkSpec
            {
                Hidden = [12],
                Copies = 4,
                InputScale = 2,
                Normalization = Normalization.Batch,
                Initialization = new InitializationSpec { Kind = InitializationKind.DataDriven },
            },
        },
        ["own rates of biases and widths, unequal steps"] = With(new OptimizerSpec
        {
            Kind = OptimizerKind.Adam,
            LearningRate = 0.02,
            BiasLearningRateFactor = 0.1,
            NeuralTangent = true,
        }).BatchSize(8),
        ["schedules of dropout and decay, unequal steps"] = Fading.BatchSize(8),
        ["data-driven initialization of an ensemble"] = Adam.Hidden(12, 8).Initialization(InitializationKind.DataDriven).Ensemble(2).Epochs(1),
        ["rmsprop"] = With(new OptimizerSpec { Kind = OptimizerKind.RmsProp, WeightDecay = 0.1, DecayBiases = false }).BatchSize(8),
        ["adagrad"] = With(new OptimizerSpec { Kind = OptimizerKind.Adagrad }).BatchSize(8),
        ["adadelta"] = With(new OptimizerSpec { Kind = OptimizerKind.Adadelta }).BatchSize(8),
        ["nesterov, clipped"] = With(new OptimizerSpec { Momentum = 0.9, Nesterov = true, LearningRate = 0.02, ClipNorm = 1 }).BatchSize(8),
        ["clipped by value, large blocks"] = With(new OptimizerSpec { LearningRate = 0.05, ClipValue = 0.01 }).Hidden(96).BatchSize(8).Epochs(1),
        ["one cycle, unequal steps"] = With(
            new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.01, Schedule = new ScheduleSpec { Kind = ScheduleKind.OneCycle } })
            .BatchSize(8),
        ["warm-up and cosine, unequal steps"] = With(
            new OptimizerSpec { LearningRate = 0.1, Schedule = new ScheduleSpec { Kind = ScheduleKind.Cosine, WarmUpEpochs = 2 } }).BatchSize(8),
        ["plateau"] = With(
            new OptimizerSpec { LearningRate = 0.2, Schedule = new ScheduleSpec { Kind = ScheduleKind.Plateau, Patience = 1, Factor = 0.5 } })
            .Epochs(6),
        ["early stopping"] = Stopping.Epochs(20),
        ["label smoothing"] = Spec with { Training = Spec.Training with { LabelSmoothing = 0.1, BatchSize = 8 } },
        ["best epoch"] = Overfitting.Folds(Folds, keep: KeptEpoch.Best),
        ["best epoch of an ensemble"] = Overfitting.Ensemble(2).Folds(Folds, keep: KeptEpoch.Best),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Lockstep_gives_same_results_as_one_by_one(string name)
    {
        using var lockstep = Run(name, Folds);
        using var oneByOne = Run(name, 1);

        var (expected, actual) = (oneByOne.Execute(), lockstep.Execute());

        // The number of batches shows that the two runs really are computed in different ways.
        Assert.True(lockstep.Observer.Batches.Count < oneByOne.Observer.Batches.Count / 2);
        Assert.Equal(oneByOne.Observer.Batches[^1], lockstep.Observer.Batches[^1]);
        Approximately.Equal(Epochs(oneByOne), Epochs(lockstep));
        Approximately.Equal(Json(expected.Report), Json(actual.Report));
        Approximately.Equal(OutOfFold(oneByOne), OutOfFold(lockstep));
        Assert.Equal(Folds, expected.Report.CrossValidation!.Folds.Select(fold => fold.Validation.Loss).Distinct().Count());
    }

    [Theory]
    [InlineData("best epoch")]
    [InlineData("best epoch of an ensemble")]
    public void Each_fold_keeps_its_best_epoch(string name)
    {
        using var run = Run(name, Folds);

        var outcome = run.Execute();

        var best = run.Observer.Epochs.Where(epoch => epoch.Fold is not null).GroupBy(epoch => epoch.Fold)
            .Select(fold => fold.MinBy(epoch => epoch.Validation!.Loss)!).OrderBy(epoch => epoch.Fold).ToArray();
        var folds = outcome.Report.CrossValidation!.Folds;
        Assert.NotEqual(1, best.Select(epoch => epoch.Epoch).Distinct().Count());
        Assert.Equal(best.Select(epoch => epoch.Epoch), folds.Select(fold => fold.Epoch));
        Assert.All(best.Zip(folds), pair => Approximately.Equal(pair.First.Validation!.Loss, pair.Second.Validation.Loss));
        Assert.Equal((int)Math.Round(best.Average(epoch => epoch.Epoch), MidpointRounding.AwayFromZero), outcome.Report.Epoch);
    }

    [Fact]
    public void Groups_of_folds_give_same_results()
    {
        using var groups = Run("adam, unequal steps", 3);
        using var oneByOne = Run("adam, unequal steps", 1);

        Approximately.Equal(Json(oneByOne.Execute().Report), Json(groups.Execute().Report));
        Approximately.Equal(Epochs(oneByOne), Epochs(groups));
    }

    private static SmallRun Run(string name, int folds) => new()
    {
        Spec = Cases[name],
        Dataset = name.StartsWith("balanced", StringComparison.Ordinal) ? Skewed() : Dataset,
        FoldsInLockstep = folds,
    };

    // Three classes have a tenth of the rows each, one has seven tenths, and six have none.
    private static ImageDataset Skewed() => new(Dataset.Summary, Skewed(Dataset.Train), Skewed(Dataset.Test));

    private static ImagePart Skewed(ImagePart part) => new(part.Pixels, Array.ConvertAll(part.Labels, label => Math.Min(label, (byte)3)));

    private static JsonArray Epochs(SmallRun run) => new([
        .. run.Observer.Epochs
            .OrderBy(epoch => epoch.Fold ?? int.MaxValue).ThenBy(epoch => epoch.Epoch)
            .Select(epoch => Json(epoch with { ElapsedSeconds = 0 })),
    ]);

    // The fields of the file; numbers are parsed.
    private static JsonArray OutOfFold(SmallRun run) => new([
        .. File.ReadLines(run.Checkpoints.GetOutOfFoldPath(run.Checkpoint)).SelectMany(line => line.Split(',')).Select(field =>
            double.TryParse(field, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(field)),
    ]);

    private static JsonNode Json<T>(T value) => JsonSerializer.SerializeToNode(value, WireFormat.Options)!;

    private static JobSpec With(OptimizerSpec optimizer) => Spec with { Optimizer = optimizer };

    private static JobSpec WithLayers(Normalization normalization) => Spec with
    {
        Network = new NetworkSpec
        {
            Layers =
            [
                new() { Linear = 12 }, new() { Normalization = normalization }, new() { Activation = Activation.Prelu },
                new() { Block = [new() { Linear = 12, Share = "a" }, new() { Activation = Activation.Tanh }], Residual = true, Repeat = 2 },
                new() { Linear = 8, Frozen = true }, new() { Dropout = 0.2 },
            ],
        },
    };
}
