using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

/// <summary>The bounds in the JSON Schema of a spec are exactly those that the service accepts.</summary>
public sealed class SpecRangeTests(SharedFixture fixture)
{
    private static readonly Dictionary<string, string> PathOfPart = new()
    {
        ["NetworkSpec"] = "network",
        ["LayerSpec"] = "network.layers.0",
        ["InitializationSpec"] = "network.initialization",
        ["PreprocessingSpec"] = "preprocessing",
        ["OptimizerSpec"] = "optimizer",
        ["ScheduleSpec"] = "optimizer.schedule",
        ["TrainingSpec"] = "training",
        ["EarlyStoppingSpec"] = "training.earlyStopping",
        ["ValidationSpec"] = "validation",
    };

    // What some fields need around them; the spec of all others is only the dataset glyphs.
    private static readonly Dictionary<string, string> SpecAround = new()
    {
        ["network.initialization.std"] = """{ "network": { "initialization": { "kind": "normal" } } }""",
        ["network.layers.0.linear"] = """{ "network": { "layers": [{}] } }""",
        ["network.layers.0.dropout"] = """{ "network": { "layers": [{}] } }""",
        ["network.layers.0.repeat"] = """{ "network": { "layers": [{ "block": [{ "linear": 1 }] }] } }""",
        ["optimizer.schedule.stepEpochs"] = """{ "optimizer": { "schedule": { "kind": "step" } } }""",
        ["optimizer.schedule.factor"] = """{ "optimizer": { "schedule": { "kind": "step", "stepEpochs": 1 } } }""",
        ["optimizer.schedule.patience"] = """{ "optimizer": { "schedule": { "kind": "plateau" } } }""",
        ["optimizer.schedule.minimum"] = """{ "optimizer": { "schedule": { "kind": "cosine" } } }""",
        ["preprocessing.clip"] = """{ "dataset": "polynomial" }""",
        ["preprocessing.maximumCategories"] = """{ "dataset": "polynomial" }""",
    };

    // Fields that another field limits further: the epochs of the run, the learning rate.
    private static readonly string[] LimitedFurther =
    [
        "optimizer.schedule.warmUpEpochs", "optimizer.schedule.stepEpochs", "optimizer.schedule.patience", "optimizer.schedule.minimum",
        "training.earlyStopping.patience",
    ];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task A_number_is_accepted_up_to_its_bounds_and_refused_beyond_them()
    {
        var schema = JsonNode.Parse((await service.GetAsync("/api/jobs/schema")).Body)!;
        var bounds = schema["$defs"]!.AsObject().SelectMany(part => Bounds(part.Key, part.Value!)).ToList();

        Assert.True(bounds.Count > 40, $"{bounds.Count}");
        foreach (var (path, within, beyond) in bounds)
        {
            var (accepted, refused) = (await ErrorsAsync(path, within), await ErrorsAsync(path, beyond));

            Assert.True(accepted.Count == 0 || LimitedFurther.Contains(path), $"{path} = {within}: {string.Join("; ", accepted)}");
            Assert.True(refused.Except(accepted).Any(), $"{path} = {beyond} is not refused");
        }
    }

    private static IEnumerable<(string Path, JsonValue Within, JsonValue Beyond)> Bounds(string part, JsonNode schema) =>
        from field in schema["properties"]?.AsObject() ?? []
        from bound in field.Value!.AsObject()
        where bound.Key is "minimum" or "exclusiveMinimum" or "maximum" or "exclusiveMaximum"
        let isInteger = field.Value["type"]!.ToJsonString().Contains("integer", StringComparison.Ordinal)
        let numbers = Around(bound.Key, (double)bound.Value!, isInteger)
        select ($"{PathOfPart[part]}.{field.Key}", numbers.Within, numbers.Beyond);

    /// <summary>The last number within a bound, and the first one beyond it.</summary>
    private static (JsonValue Within, JsonValue Beyond) Around(string kind, double bound, bool isInteger) => (kind, isInteger) switch
    {
        ("minimum", true) => (JsonValue.Create((long)bound), JsonValue.Create((long)bound - 1)),
        ("maximum", true) => (JsonValue.Create((long)bound), JsonValue.Create((long)bound + 1)),
        ("minimum", false) => (JsonValue.Create(bound), JsonValue.Create(double.BitDecrement(bound))),
        ("maximum", false) => (JsonValue.Create(bound), JsonValue.Create(double.BitIncrement(bound))),
        ("exclusiveMinimum", false) => (JsonValue.Create(double.BitIncrement(bound)), JsonValue.Create(bound)),
        ("exclusiveMaximum", false) => (JsonValue.Create(double.BitDecrement(bound)), JsonValue.Create(bound)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The errors of a field for a number.</summary>
    private async Task<IReadOnlyList<string>> ErrorsAsync(string path, JsonValue number)
    {
        var spec = JsonNode.Parse(SpecAround.GetValueOrDefault(path, "{}"))!.AsObject();
        spec["dataset"] ??= "glyphs";
        var names = path.Split('.');
        JsonNode part = spec;
        foreach (var name in names[..^1])
        {
            part = part is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : part[name] ??= new JsonObject();
        }

        part[names[^1]] = number.DeepClone();
        var errors = (await service.PostAsync("/api/jobs/preview", spec.ToJsonString())).Read<JobPreview>().Errors;
        return errors.GetValueOrDefault(path.Replace(".0.", "[0].", StringComparison.Ordinal), []);
    }
}
