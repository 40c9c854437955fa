using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Specs;

public sealed class SpecSchemaTests(SharedFixture fixture)
{
    private const string TableWithCategories = "flowers-in-schema";

    // A spec with all optional parts.
    private const string SpecWithAllParts = """
        { "dataset": "polynomial", "preprocessing": {}, "explain": {}, "threshold": {}, "training": { "earlyStopping": {} },
          "network": { "initialization": { "bias": {} }, "periodicEmbedding": {}, "categoryEmbedding": {} },
          "search": { "space": { "optimizer.learningRate": { "uniform": [0.01, 0.1] } } } }
        """;

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Schema_is_of_draft_2020_12()
    {
        var response = await service.GetAsync("/api/jobs/schema");

        Assert.Equal((HttpStatusCode.OK, "application/schema+json"), (response.Status, response.ContentType));
        var schema = JsonNode.Parse(response.Body)!;
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        Assert.All(EnumerateReferences(schema), reference => Assert.NotNull(schema["$defs"]![reference["#/$defs/".Length..]]));
        Assert.DoesNotContain("nullable", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_requires_only_the_dataset()
    {
        var schema = await GetSchemaAsync();

        Assert.Equal(["dataset"], schema["required"]!.AsArray().Select(name => (string)name!));
        Assert.All(schema["$defs"]!.AsObject(), part => Assert.Null(part.Value!["required"]));
    }

    [Fact]
    public async Task Schema_has_enum_values_ranges_and_nullable_fields()
    {
        var schema = await GetSchemaAsync();

        Assert.Equal(["sgd", "adam", "adamW", "rmsProp", "adagrad", "adadelta"],
            schema["$defs"]!["OptimizerKind"]!["enum"]!.AsArray().Select(word => (string)word!));
        Assert.Equal("""{"exclusiveMinimum":0,"exclusiveMaximum":1}""", GetBounds(GetField(schema, "ValidationSpec", "holdout")).ToJsonString());
        Assert.Equal("""{"minimum":1,"maximum":100000}""", GetBounds(GetField(schema, "TrainingSpec", "epochs")).ToJsonString());
        Assert.Equal("""["null","number"]""", GetField(schema, "OptimizerSpec", "learningRate")["type"]!.ToJsonString());
        Assert.Equal("""[{"$ref":"#/$defs/Activation"},{"type":"null"}]""", GetField(schema, "NetworkSpec", "activation")["anyOf"]!.ToJsonString());
        Assert.Equal("number", (string?)GetField(schema, "NetworkSpec", "dropout")["anyOf"]![0]!["type"]);
        Assert.StartsWith("The activation function after every layer of `hidden`.",
            (string?)GetField(schema, "NetworkSpec", "activation")["description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("glyphs")]
    [InlineData(TableWithCategories)]
    public async Task Schema_defaults_are_the_defaults_of_a_spec(string dataset)
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", TableWithCategories), ("target", "price"));
        var spec = JsonNode.Parse(SpecWithAllParts)!.AsObject();
        spec["dataset"] = dataset;
        spec["target"] = dataset == TableWithCategories ? "kind" : null;
        if (dataset == "glyphs")
        {
            spec.Remove("preprocessing");
            spec.Remove("explain");
            spec.Remove("threshold");
            spec["network"]!.AsObject().Remove("periodicEmbedding");
            spec["network"]!.AsObject().Remove("categoryEmbedding");
        }

        var filled = JsonNode.Parse((await service.PostAsync("/api/jobs/preview", spec.ToJsonString())).Body)!["spec"]!.AsObject();
        var schema = await GetSchemaAsync();
        var fieldsWithDefault = EnumerateFields(schema, filled, "").Where(field => field.Schema["default"] is not null).ToList();

        Assert.All(fieldsWithDefault, field => Assert.True(JsonNode.DeepEquals(field.Schema["default"], field.Value), field.Path));
        Assert.Contains(fieldsWithDefault, field => field.Path == "network.hidden");
        Assert.Equal(dataset == TableWithCategories,
            !EnumerateSchemaFields(schema)
                .Where(field => field["default"] is not null).Except(fieldsWithDefault.Select(field => field.Schema)).Any());
        Assert.DoesNotContain(fieldsWithDefault,
            field => field.Path is "training.epochs" or "optimizer.kind" or "optimizer.learningRate" or "model" or "target");
    }

    private static JsonObject GetBounds(JsonNode field)
    {
        string[] bounds = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];
        return new JsonObject(bounds.Where(bound => field[bound] is not null).Select(bound => KeyValuePair.Create(bound, field[bound]?.DeepClone())));
    }

    /// <summary>Enumerates all fields of a spec with their schemas.</summary>
    private static IEnumerable<(string Path, JsonNode Schema, JsonNode? Value)> EnumerateFields(
        JsonNode root, JsonObject part, string prefix, JsonNode? schema = null)
    {
        foreach (var (name, value) in part)
        {
            var field = (schema ?? root)["properties"]![name];
            Assert.True(field is not null, $"{prefix}{name} is not in the schema");
            yield return (prefix + name, field, value);
            if (value is JsonObject inner && field["additionalProperties"] is not JsonObject)
            {
                var reference = EnumerateReferences(field).First()["#/$defs/".Length..];
                foreach (var nested in EnumerateFields(root, inner, $"{prefix}{name}.", root["$defs"]![reference]))
                {
                    yield return nested;
                }
            }
        }
    }

    private static IEnumerable<JsonNode> EnumerateSchemaFields(JsonNode schema) =>
        schema["$defs"]!.AsObject().Select(part => part.Value!).Prepend(schema)
        .SelectMany(part => part["properties"]?.AsObject().Select(field => field.Value!) ?? []);

    private static IEnumerable<string> EnumerateReferences(JsonNode? node) => node switch
    {
        JsonObject schema => schema.SelectMany(part => part.Key == "$ref" ? [(string)part.Value!] : EnumerateReferences(part.Value)),
        JsonArray list => list.SelectMany(EnumerateReferences),
        _ => [],
    };

    private static JsonNode GetField(JsonNode schema, string part, string name) => schema["$defs"]![part]!["properties"]![name]!;

    private async Task<JsonNode> GetSchemaAsync() => JsonNode.Parse((await service.GetAsync("/api/jobs/schema")).Body)!;
}
