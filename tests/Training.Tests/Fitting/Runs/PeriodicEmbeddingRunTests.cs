using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Predicting;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Support;
using static LearnML.Training.Tests.Fitting.Runs.ResumableRuns;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>Networks with periodic embeddings are trained in lockstep, resumed, shown and saved like others.</summary>
public sealed class PeriodicEmbeddingRunTests : IDisposable
{
    private const int Rows = 120;

    private readonly CsvFile csv = new("colour,size,shade,weight,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(Line)));

    [Theory]
    [InlineData(PeriodicEmbeddingKind.Pbld, 1)]
    [InlineData(PeriodicEmbeddingKind.Pbld, 2)]
    [InlineData(PeriodicEmbeddingKind.Plr, 1)]
    public void Lockstep_of_folds_with_different_categories_gives_same_results_as_one_by_one(PeriodicEmbeddingKind kind, int ensemble)
    {
        var spec = CreateSpec(kind).Ensemble(ensemble).Folds(Folds).BatchSize(8);
        using var lockstep = Run(spec, Folds, CheckpointInterval.Default, CreateTable());
        using var oneByOne = Run(spec, 1, CheckpointInterval.Default, CreateTable());

        var (expected, actual) = (oneByOne.Execute(), lockstep.Execute());

        Assert.True(lockstep.Observer.Batches.Count < oneByOne.Observer.Batches.Count / 2);
        Approximately.Equal(Json(expected.Report), Json(actual.Report));
    }

    [Theory]
    [InlineData(PeriodicEmbeddingKind.Pbld)]
    [InlineData(PeriodicEmbeddingKind.Plr)]
    public void Interrupted_run_gives_same_result(PeriodicEmbeddingKind kind)
    {
        var spec = CreateSpec(kind).Ensemble(2).Folds(Folds);
        using var uninterrupted = Run(spec, Folds, CheckpointInterval.Default, CreateTable());
        var expected = uninterrupted.Execute();
        using var run = Run(spec, Folds, EveryEpoch, CreateTable());
        Interrupt(run, afterEpoch: 2);
        var observer = new RecordingObserver();

        var actual = run.Execute(spec, observer, new TrainingControl());

        Assert.Equal(expected.Description.WeightsSha256, actual.Description.WeightsSha256);
        Assert.Equal(Json(expected.Report).ToJsonString(), Json(actual.Report).ToJsonString());
    }

    [Fact]
    public void Graph_and_parameters_show_the_layer_and_layers_after_it_keep_their_names()
    {
        using var run = new SmallRun { Spec = CreateSpec(PeriodicEmbeddingKind.Pbld), Table = CreateTable() };
        run.Execute();
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);

        var layer = predictor.CreateGraph().Layers[0];

        Assert.Equal(("embedding", "embedding", "pbld"), (layer.Path, layer.Kind, layer.Detail));
        Assert.Equal(
            [
                ("embedding.periodic.weight", "2, 16"), ("embedding.periodic.bias", "2, 16"), ("embedding.linear.weight", "32, 3"),
                ("embedding.linear.bias", "2, 3"), ("0.weight", $"16, {predictor.Description.Inputs + 6}"), ("0.bias", "16"), ("2.weight", "1, 16"),
                ("2.bias", "1"),
            ],
            predictor.SummarizeParameters().Select(parameter => (parameter.Path, string.Join(", ", parameter.Shape))));
    }

    [Fact]
    public void Waves_are_learned_that_a_linear_network_cannot_follow()
    {
        var spec = CreateSpec(PeriodicEmbeddingKind.Pbld).Hidden().Epochs(60).Adam(rate: 0.02, weightDecay: 0);
        var embedding = new PeriodicEmbeddingSpec { Std = 0.5, LearningRateFactor = 1 };
        using var linear = RunWith(null);
        using var embedded = RunWith(embedding);

        var (without, with) = (linear.Execute().Report.Validation!.Loss, embedded.Execute().Report.Validation!.Loss);

        Assert.True(with < without / 2, $"{with} with and {without} without");

        SmallRun RunWith(PeriodicEmbeddingSpec? chosen) =>
            new() { Spec = spec with { Network = spec.Network with { PeriodicEmbedding = chosen } }, Table = CreateTable() };
    }

    public void Dispose() => csv.Dispose();

    private static JobSpec CreateSpec(PeriodicEmbeddingKind kind) => Specs.Small.Epochs(4) with
    {
        Target = "y",
        Task = LearningTask.Regression,
        Network = new NetworkSpec { Hidden = [16], PeriodicEmbedding = new PeriodicEmbeddingSpec { Kind = kind } },
        Optimizer = new OptimizerSpec { Kind = OptimizerKind.AdamW, LearningRate = 0.01, WeightDecay = 0.1 },
        Preprocessing = new PreprocessingSpec { MissingIndicators = true, Target = TargetTransform.Standardize },
    };

    private TableDataset CreateTable() =>
        new(new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect()));

    // A third of the rows have a colour that few others have, so folds have different inputs before and between the numbers.
    private static string Line(int row)
    {
        var (size, weight) = (row * 37 % 101 / 10.0, row * 53 % 97 / 10.0);
        var (colour, shade) = (row % 3 == 0 ? $"rare{row / 9}" : "red", row % 5 == 0 ? $"odd{row / 15}" : "dark");
        var y = Math.Sin(2 * size) + (0.1 * weight);
        return string.Create(CultureInfo.InvariantCulture, $"{colour},{size},{shade},{(row % 11 == 0 ? "" : weight)},{y}\n");
    }

    private static JsonNode Json<T>(T value) => JsonSerializer.SerializeToNode(value, WireFormat.Options)!;
}
