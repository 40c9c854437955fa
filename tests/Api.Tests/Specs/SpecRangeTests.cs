using System.Globalization;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Specs;

/// <summary>The bounds in the JSON Schema of a spec are exactly those that the service accepts.</summary>
public sealed class SpecRangeTests(SharedFixture fixture)
{
    private const string TableWithCategories = "flowers-in-range";

    private static readonly Dictionary<string, string> PathOfPart = new()
    {
        ["NetworkSpec"] = "network",
        ["LayerSpec"] = "network.layers.0",
        ["PeriodicEmbeddingSpec"] = "network.periodicEmbedding",
        ["CategoryEmbeddingSpec"] = "network.categoryEmbedding",
        ["InitializationSpec"] = "network.initialization",
        ["PreprocessingSpec"] = "preprocessing",
        ["OptimizerSpec"] = "optimizer",
        ["ScheduleSpec"] = "optimizer.schedule",
        ["TrainingSpec"] = "training",
        ["EarlyStoppingSpec"] = "training.earlyStopping",
        ["ValidationSpec"] = "validation",
        ["SearchSpec"] = "search",
        ["ExplainSpec"] = "explain",
        ["ThresholdSpec"] = "threshold",
    };

    // Specs with the fields that some bounds require. All others use a spec that only has the dataset glyphs.
    private static readonly Dictionary<string, string> SpecsWithRequiredFields = new()
    {
        ["network.initialization.std"] = """{ "network": { "initialization": { "kind": "normal" } } }""",
        ["network.layers.0.linear"] = """{ "network": { "layers": [{}] } }""",
        ["network.layers.0.dropout"] = """{ "network": { "layers": [{}] } }""",
        ["network.layers.0.scale"] = """{ "network": { "layers": [{}] } }""",
        ["network.layers.0.copies"] = """{ "network": { "layers": [{}] } }""",
        ["network.layers.0.parametric"] = """{ "network": { "layers": [{ "activation": "relu" }] } }""",
        ["network.layers.0.repeat"] = """{ "network": { "layers": [{ "block": [{ "linear": 1 }] }] } }""",
        ["network.periodicEmbedding.frequencies"] = """{ "dataset": "polynomial" }""",
        ["network.periodicEmbedding.outputs"] = """{ "dataset": "polynomial" }""",
        ["network.periodicEmbedding.std"] = """{ "dataset": "polynomial" }""",
        ["network.periodicEmbedding.learningRateFactor"] = """{ "dataset": "polynomial" }""",
        ["network.categoryDropout"] = $$"""{ "dataset": "{{TableWithCategories}}" }""",
        ["network.categoryEmbedding.minimumCategories"] = $$"""{ "dataset": "{{TableWithCategories}}" }""",
        ["network.categoryEmbedding.outputs"] = $$"""{ "dataset": "{{TableWithCategories}}" }""",
        ["optimizer.schedule.stepEpochs"] = """{ "optimizer": { "schedule": { "kind": "step" } } }""",
        ["optimizer.schedule.factor"] = """{ "optimizer": { "schedule": { "kind": "step", "stepEpochs": 1 } } }""",
        ["optimizer.schedule.patience"] = """{ "optimizer": { "schedule": { "kind": "plateau" } } }""",
        ["optimizer.schedule.minimum"] = """{ "optimizer": { "schedule": { "kind": "cosine" } } }""",
        ["explain.repeats"] = """{ "dataset": "polynomial" }""",
        ["threshold.atLeast"] = """{ "threshold": { "by": "recall" } }""",
        ["search.trials"] = """{ "training": { "epochs": 1 }, "search": { "space": { "network.dropout": { "uniform": [0, 0.5] } } } }""",
        ["validation.repeats"] = """{ "validation": { "folds": 2 } }""",
        ["validation.testFraction"] = """{ "dataset": "polynomial" }""",
        ["preprocessing.clip"] = """{ "dataset": "polynomial" }""",
        ["preprocessing.smoothClip"] = """{ "dataset": "polynomial" }""",
        ["preprocessing.targetMargin"] = """{ "dataset": "polynomial" }""",
        ["preprocessing.bins"] = """{ "dataset": "polynomial" }""",
        ["preprocessing.maximumCategories"] = """{ "dataset": "polynomial" }""",
        ["preprocessing.minimumCategoryRows"] = """{ "dataset": "polynomial" }""",
    };

    // Fields that the number of epochs, the learning rate or the number of rows limits further.
    private static readonly string[] FieldsWithOtherLimits =
    [
        "optimizer.schedule.warmUpEpochs", "optimizer.schedule.stepEpochs", "optimizer.schedule.patience", "optimizer.schedule.minimum",
        "training.earlyStopping.patience", "validation.testFraction",
    ];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Number_is_accepted_up_to_its_bounds_and_rejected_beyond()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", TableWithCategories), ("target", "price"));
        var schema = JsonNode.Parse((await service.GetAsync("/api/jobs/schema")).Body)!;
        var bounds = schema["$defs"]!.AsObject().SelectMany(part => GetBounds(part.Key, part.Value!)).ToList();

        Assert.True(bounds.Count > 40, $"{bounds.Count}");
        foreach (var (path, within, beyond) in bounds)
        {
            var (accepted, rejected) = (await GetErrorsAsync(path, within), await GetErrorsAsync(path, beyond));

            Assert.True(accepted.Count == 0 || FieldsWithOtherLimits.Contains(path), $"{path} = {within}: {string.Join("; ", accepted)}");
            Assert.True(rejected.Except(accepted).Any(), $"{path} = {beyond} is not rejected");
        }
    }

    private static IEnumerable<(string Path, JsonValue Within, JsonValue Beyond)> GetBounds(string part, JsonNode schema) =>
        from field in schema["properties"]?.AsObject() ?? []
        from bound in field.Value!.AsObject()
        where bound.Key is "minimum" or "exclusiveMinimum" or "maximum" or "exclusiveMaximum"
        let isInteger = field.Value["type"]!.ToJsonString().Contains("integer", StringComparison.Ordinal)
        let numbers = GetNumbersAtBound(bound.Key, (double)bound.Value!, isInteger)
        select ($"{PathOfPart[part]}.{field.Key}", numbers.Within, numbers.Beyond);

    /// <summary>Returns the last number within a bound and the first one beyond it.</summary>
    private static (JsonValue Within, JsonValue Beyond) GetNumbersAtBound(string kind, double bound, bool isInteger) => (kind, isInteger) switch
    {
        ("minimum", true) => (JsonValue.Create((long)bound), JsonValue.Create((long)bound - 1)),
        ("maximum", true) => (JsonValue.Create((long)bound), JsonValue.Create((long)bound + 1)),
        ("minimum", false) => (JsonValue.Create(bound), JsonValue.Create(double.BitDecrement(bound))),
        ("maximum", false) => (JsonValue.Create(bound), JsonValue.Create(double.BitIncrement(bound))),
        ("exclusiveMinimum", false) => (JsonValue.Create(double.BitIncrement(bound)), JsonValue.Create(bound)),
        ("exclusiveMaximum", false) => (JsonValue.Create(double.BitDecrement(bound)), JsonValue.Create(bound)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Returns the errors of a field that is set to a number.</summary>
    private async Task<IReadOnlyList<string>> GetErrorsAsync(string path, JsonValue number)
    {
        var spec = JsonNode.Parse(SpecsWithRequiredFields.GetValueOrDefault(path, "{}"))!.AsObject();
        spec["dataset"] ??= "glyphs";
        var names = path.Split('.');
        JsonNode part = spec;
        foreach (var name in names[..^1])
        {
            part = part is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)]! : part[name] ??= new JsonObject();
        }

        part[names[^1]] = number.DeepClone();
        var errors = (await service.PostAsync("/api/jobs/preview", spec.ToJsonString())).Read<JobPreview>().Errors;
        var field = path.Replace(".0.", "[0].", StringComparison.Ordinal);

        // A block that is repeated too often is an error of the list: it has too many layers.
        return [.. errors.Where(error => error.Key == field || error.Key == "network.layers").SelectMany(error => error.Value)];
    }
}
