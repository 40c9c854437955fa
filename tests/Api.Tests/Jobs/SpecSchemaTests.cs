using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Jobs;

public sealed class SpecSchemaTests(SharedFixture fixture)
{
    // A spec whose every part is there.
    private const string Whole = """
        { "dataset": "polynomial", "preprocessing": {}, "training": { "earlyStopping": {} }, "network": { "initialization": { "bias": {} } } }
        """;

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task It_is_a_schema_of_draft_2020_12()
    {
        var answer = await service.GetAsync("/api/jobs/schema");

        Assert.Equal((HttpStatusCode.OK, "application/schema+json"), (answer.Status, answer.ContentType));
        var schema = JsonNode.Parse(answer.Body)!;
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        Assert.All(References(schema), reference => Assert.NotNull(schema["$defs"]![reference["#/$defs/".Length..]]));
        Assert.DoesNotContain("nullable", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_dataset_is_required()
    {
        var schema = await SchemaAsync();

        Assert.Equal(["dataset"], schema["required"]!.AsArray().Select(name => (string)name!));
        Assert.All(schema["$defs"]!.AsObject(), part => Assert.Null(part.Value!["required"]));
    }

    [Fact]
    public async Task Words_ranges_and_what_may_be_null_are_told()
    {
        var schema = await SchemaAsync();

        Assert.Equal(["sgd", "adam", "adamW", "rmsProp", "adagrad", "adadelta"],
            schema["$defs"]!["OptimizerKind"]!["enum"]!.AsArray().Select(word => (string)word!));
        Assert.Equal("""{"exclusiveMinimum":0,"exclusiveMaximum":1}""", Bounds(Field(schema, "ValidationSpec", "holdout")).ToJsonString());
        Assert.Equal("""{"minimum":1,"maximum":100000}""", Bounds(Field(schema, "TrainingSpec", "epochs")).ToJsonString());
        Assert.Equal("""["null","number"]""", Field(schema, "OptimizerSpec", "learningRate")["type"]!.ToJsonString());
        Assert.Equal("""[{"$ref":"#/$defs/Activation"},{"type":"null"}]""", Field(schema, "NetworkSpec", "activation")["anyOf"]!.ToJsonString());
        Assert.Equal("number", (string?)Field(schema, "NetworkSpec", "dropout")["anyOf"]![0]!["type"]);
        Assert.StartsWith("The activation function after every layer of `hidden`.", (string?)Field(schema, "NetworkSpec", "activation")["description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("glyphs")]
    [InlineData("polynomial")]
    public async Task A_default_is_what_a_spec_gets_that_does_not_say_so(string dataset)
    {
        var spec = JsonNode.Parse(Whole)!.AsObject();
        spec["dataset"] = dataset;
        if (dataset == "glyphs")
        {
            spec.Remove("preprocessing");
        }

        var filled = JsonNode.Parse((await service.PostAsync("/api/jobs/preview", spec.ToJsonString())).Body)!["spec"]!.AsObject();
        var schema = await SchemaAsync();
        var told = Fields(schema, filled, "").Where(field => field.Schema["default"] is not null).ToList();

        Assert.All(told, field => Assert.True(JsonNode.DeepEquals(field.Schema["default"], field.Value), field.Path));
        Assert.Contains(told, field => field.Path == "network.hidden");
        var untold = AllFields(schema).Where(field => field["default"] is not null).Except(told.Select(field => field.Schema));
        Assert.Equal(dataset != "polynomial", untold.Any());
        Assert.DoesNotContain(told, field => field.Path is "training.epochs" or "optimizer.kind" or "optimizer.learningRate" or "model" or "target");
    }

    private static JsonObject Bounds(JsonNode field)
    {
        string[] bounds = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];
        return new JsonObject(bounds.Where(bound => field[bound] is not null).Select(bound => KeyValuePair.Create(bound, field[bound]?.DeepClone())));
    }

    /// <summary>Every field of a spec with what the schema says of it.</summary>
    private static IEnumerable<(string Path, JsonNode Schema, JsonNode? Value)> Fields(
        JsonNode root, JsonObject part, string prefix, JsonNode? schema = null)
    {
        foreach (var (name, value) in part)
        {
            var field = (schema ?? root)["properties"]![name];
            Assert.True(field is not null, $"{prefix}{name} is not in the schema");
            yield return (prefix + name, field, value);
            if (value is JsonObject inner)
            {
                var reference = References(field).First()["#/$defs/".Length..];
                foreach (var each in Fields(root, inner, $"{prefix}{name}.", root["$defs"]![reference]))
                {
                    yield return each;
                }
            }
        }
    }

    private static IEnumerable<JsonNode> AllFields(JsonNode schema) => schema["$defs"]!.AsObject().Select(part => part.Value!).Prepend(schema)
        .SelectMany(part => part["properties"]?.AsObject().Select(field => field.Value!) ?? []);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject schema => schema.SelectMany(part => part.Key == "$ref" ? [(string)part.Value!] : References(part.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static JsonNode Field(JsonNode schema, string part, string name) => schema["$defs"]![part]!["properties"]![name]!;

    private async Task<JsonNode> SchemaAsync() => JsonNode.Parse((await service.GetAsync("/api/jobs/schema")).Body)!;
}
