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

/// <summary>Networks with category embeddings and category dropout are trained in lockstep, resumed, shown and saved like others.</summary>
public sealed class CategoryEmbeddingRunTests : IDisposable
{
    private const int Rows = 120;
    private const int MinimumCategories = 9;

    private readonly CsvFile csv = new("colour,size,shade,open,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(Line)));

    public static IReadOnlyDictionary<string, NetworkSpec> Networks { get; } = new Dictionary<string, NetworkSpec>
    {
        ["embedding"] = new() { Hidden = [16], CategoryEmbedding = new CategoryEmbeddingSpec { Outputs = 3 } },
        ["dropout"] = new() { Hidden = [16], CategoryDropout = 0.3 },
        ["all, ensemble"] = new()
        {
            Hidden = [16],
            Dropout = [0.2],
            CategoryEmbedding = new CategoryEmbeddingSpec { Outputs = 3 },
            CategoryDropout = 0.3,
            PeriodicEmbedding = new PeriodicEmbeddingSpec(),
            Copies = 3,
            Ensemble = 2,
        },
        ["layers"] = new()
        {
            Layers = [new LayerSpec { Linear = 12 }, new LayerSpec { Activation = Activation.Relu }],
            CategoryEmbedding = new CategoryEmbeddingSpec { MinimumCategories = 2, Outputs = 2 },
            CategoryDropout = 0.1,
        },
    };

    public static TheoryData<string> Cases => new(Networks.Keys);

    [Fact]
    public void Folds_differ_in_the_columns_that_have_enough_categories()
    {
        using var run = new SmallRun { Spec = CreateSpec("embedding").Folds(Folds), Table = CreateTable() };
        run.Execute();
        var table = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name).Description.Table!;

        // Nine shades in all rows. The one that is in a single row is missing in the fold that scores it.
        Assert.Equal(MinimumCategories, table.Columns.Single(column => column.Name == "shade").Category!.Frequent.Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Lockstep_of_folds_with_different_categories_gives_same_results_as_one_by_one(string name)
    {
        var spec = CreateSpec(name).Folds(Folds).BatchSize(8);
        using var lockstep = Run(spec, Folds, CheckpointInterval.Default, CreateTable());
        using var oneByOne = Run(spec, 1, CheckpointInterval.Default, CreateTable());

        var (expected, actual) = (oneByOne.Execute(), lockstep.Execute());

        Assert.True(lockstep.Observer.Batches.Count < oneByOne.Observer.Batches.Count / 2);
        Approximately.Equal(Json(expected.Report), Json(actual.Report));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Interrupted_run_gives_same_result(string name)
    {
        var spec = CreateSpec(name).Folds(Folds);
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
    public void Graph_and_parameters_show_the_layers_and_layers_after_them_keep_their_names()
    {
        using var run = new SmallRun
        {
            Spec = CreateSpec("embedding") with
            {
                Network = new NetworkSpec { Hidden = [16], CategoryEmbedding = new CategoryEmbeddingSpec(), CategoryDropout = 0.25 },
            },
            Table = CreateTable(),
        };
        run.Execute();
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
        var rows = predictor.Description.Table!.Columns.Where(column => column.Category?.Frequent.Count >= MinimumCategories).ToArray();
        var inputs = rows.Sum(column => column.Category!.Frequent.Count + 1);

        Assert.Equal(
            [("categoryDropout", "categoryDropout", "0.25"), ("categoryEmbedding", "categoryEmbedding", $"{rows.Length}")],
            predictor.CreateGraph().Layers.Take(2).Select(layer => (layer.Path, layer.Kind, layer.Detail!)));
        Assert.Equal(
            [
                ("categoryEmbedding.weight", $"{inputs}, 8"), ("0.weight", $"16, {predictor.Description.Inputs - inputs + (8 * rows.Length)}"),
                ("0.bias", "16"), ("2.weight", "1, 16"), ("2.bias", "1"),
            ],
            predictor.SummarizeParameters().Select(parameter => (parameter.Path, string.Join(", ", parameter.Shape))));
    }

    // Without it, the weights of known categories say nothing about the intercept that a row without one gets.
    [Fact]
    public void Category_dropout_improves_what_the_network_says_about_unseen_categories()
    {
        using var table = new CsvFile("code,y\n" + string.Concat(Enumerable.Range(0, 200).Select(row =>
            string.Create(CultureInfo.InvariantCulture, $"c{row % 10},{(row % 10 < 8 ? 10 : 0)}\n"))));
        var dataset = new TableDataset(
            new DatasetSummary { Name = "codes", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(table.Path, table.Inspect()));
        var spec = CreateSpec("dropout").Epochs(40).Adam(rate: 0.02, weightDecay: 0);

        var (with, without) = (PredictUnseen(0.5), PredictUnseen(null));

        // The mean of the training rows is 8.
        Assert.True(Math.Abs(with - 8) < Math.Abs(without - 8) / 2, $"{with} with and {without} without");

        double PredictUnseen(double? rate)
        {
            using var run = new SmallRun
            {
                Spec = spec with { Network = new NetworkSpec { Hidden = [16], CategoryDropout = rate, Ensemble = 4 } },
                Table = dataset,
            };
            run.Execute();
            var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
            var output = new float[1];
            predictor.Run(new float[predictor.Description.Inputs], output);
            return predictor.Decode(output[0]);
        }
    }

    public void Dispose() => csv.Dispose();

    private static JobSpec CreateSpec(string name) => Specs.Small.Epochs(4) with
    {
        Target = "y",
        Task = LearningTask.Regression,
        Network = Networks[name],
        Optimizer = new OptimizerSpec { Kind = OptimizerKind.AdamW, LearningRate = 0.01, WeightDecay = 0.1 },
        Preprocessing = new PreprocessingSpec { MinimumCategoryRows = name == "layers" ? 2 : 1, Target = TargetTransform.Standardize, Bins = 3 },
    };

    private TableDataset CreateTable() =>
        new(new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect()));

    // Folds have different colours, because a third of them are in three rows. A shade is in a single row.
    private static string Line(int row)
    {
        var (size, colour) = (row * 37 % 101 / 10.0, row % 3 == 0 ? $"rare{row / 9}" : $"c{row % 7}");
        var shade = row == 50 ? "once" : row % 13 == 0 ? "" : $"s{row % 8}";
        var y = size + (row % 7);
        return string.Create(CultureInfo.InvariantCulture, $"{colour},{size},{shade},{(row % 2 == 0 ? "yes" : "no")},{y}\n");
    }

    private static JsonNode Json<T>(T value) => JsonSerializer.SerializeToNode(value, WireFormat.Options)!;
}
