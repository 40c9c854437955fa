using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Creates requests from the Swagger document. A quarter is valid, the others are changed at random.</summary>
/// <param name="names">The existing resources.</param>
/// <param name="model">A model file to import.</param>
internal sealed class RequestGenerator(FuzzingResources names, byte[] model)
{
    private const string JsonType = "application/json";

    /// <summary>Valid bodies for existing resources, in addition to the examples in the document.</summary>
    private static readonly Dictionary<string, string[]> ExampleBodies = new()
    {
        ["/predict"] =
        [
            """{"rows":[{"petal":9,"sepal":5.5,"colour":"red","garden":"g1","kind":"rose","price":40}]}""",
            """{"dataframe_split":{"columns":["petal","sepal"],"data":[[9,5.5],[1,null]]}}""",
        ],
        ["/api/jobs"] = [
            """{"dataset":"flowers","target":"kind","model":"spare","network":{"hidden":[4]},"""
            + """ "training":{"epochs":1,"device":"cpu"},"validation":{"folds":2}}""",
        ],
        ["/api/jobs/{id}"] = ["""{"name":"two flowers","tags":["fast"],"starred":true}""", """{"note":"too slow","project":null}"""],
        ["/api/datasets/{name}"] = ["""{"target":"colour","columns":{"side":"categorical"}}"""],
    };

    /// <summary>Creates a request.</summary>
    public RawHttpRequest Create(FuzzingOperation operation, Random random) => Create(operation, random, isValid: random.Next(4) == 0);

    /// <summary>Creates a request without damage. The service may refuse it, for example because a resource was deleted.</summary>
    public RawHttpRequest CreateValid(FuzzingOperation operation, Random random) => Create(operation, random, isValid: true);

    private RawHttpRequest Create(FuzzingOperation operation, Random random, bool isValid)
    {
        var request = AddBody(operation, AddTarget(operation, random, isValid), random, isValid);
        return !isValid && random.Next(20) == 0
            ? request with { Method = FuzzingTexts.Methods[random.Next(FuzzingTexts.Methods.Count)], MayReachAnotherRoute = true } : request;
    }

    private RawHttpRequest AddTarget(FuzzingOperation operation, Random random, bool isValid)
    {
        var isDestructive = operation.Method is "DELETE" or "PUT" || operation.Path.EndsWith("/restore", StringComparison.Ordinal);
        var (path, isMalformed, mayBeElsewhere) = (operation.Path, false, false);
        foreach (var parameter in operation.PathParameters)
        {
            var value = names.GetValue(parameter, operation.Path, isDestructive, random) ?? "1";
            if (!isValid && random.Next(5) == 0)
            {
                isMalformed |= random.Next(40) == 0;
                value = ChooseUnusualText(random, isMalformed);
                mayBeElsewhere = true;
            }

            path = path.Replace($"{{{parameter}}}", value, StringComparison.Ordinal);
        }

        var query = new StringBuilder();
        foreach (var (name, schema, isRequired) in operation.QueryParameters)
        {
            for (var times = isValid ? (isRequired ? 1 : random.Next(2)) : random.Next(8) is 0 ? 2 : random.Next(2); times > 0; times--)
            {
                var value = !isValid && random.Next(3) == 0 ? ChooseUnusualText(random, false)
                    : names.GetValue(name, operation.Path, false, random) ?? Uri.EscapeDataString(
                        new SchemaValueGenerator(random).Create(schema)?.ToString() ?? "");
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(value);
            }
        }

        if (!isValid && random.Next(20) == 0)
        {
            query.Append(query.Length == 0 ? '?' : '&').Append(ChooseUnusualText(random, false));
        }

        return new RawHttpRequest(operation.Method, path + query) { IsMalformed = isMalformed, MayReachAnotherRoute = mayBeElsewhere };
    }

    private RawHttpRequest AddBody(FuzzingOperation operation, RawHttpRequest request, Random random, bool isValid)
    {
        if (operation.Bodies.Count == 0)
        {
            // An operation without a body gets one sometimes.
            return random.Next(20) > 0 ? request with { Body = operation.Method is "POST" ? [] : null }
                : request with
                {
                    ContentType = JsonType,
                    Body = Encoding.UTF8.GetBytes(FuzzingTexts.JsonValues[random.Next(FuzzingTexts.JsonValues.Count)]),
                };
        }

        var (type, (schema, example)) = operation.Bodies.ElementAt(random.Next(operation.Bodies.Count));
        var body = type switch
        {
            "multipart/form-data" => CreateForm(operation, schema, example, random, isValid),
            "text/csv" => CreateCsv(random, isValid),
            _ => Encoding.UTF8.GetBytes(CreateJson(operation, schema, example, random, isValid)),
        };
        type = type == "multipart/form-data" ? FormGenerator.ContentType : type;
        if (!isValid && random.Next(20) == 0)
        {
            type = FuzzingTexts.ContentTypes[random.Next(FuzzingTexts.ContentTypes.Count)];
        }

        return request with { ContentType = type, Body = !isValid && random.Next(6) == 0 ? FuzzingTexts.Mutate(body, random) : body };
    }

    private byte[] CreateForm(FuzzingOperation operation, OpenApiSchema schema, JsonNode? example, Random random, bool isValid)
    {
        var (fields, file) = operation.Path == "/api/models"
            ? (new Dictionary<string, string> { ["name"] = "spare" }, model) : FormGenerator.ReadExample(example);
        var isDamaged = !isValid && random.Next(3) == 0;

        // Most models are damaged, because every valid import writes to the disk.
        var isCut = operation.Path == "/api/models" && random.Next(8) > 0;
        return new FormGenerator(random).Create(fields, schema, isDamaged || isCut ? FuzzingTexts.Mutate(file, random) : file, !isValid);
    }

    private static byte[] CreateCsv(Random random, bool isValid)
    {
        var rows = string.Create(CultureInfo.InvariantCulture,
            $"petal,sepal,colour,garden,kind,price\n{random.Next(10)},5.5,red,g1,rose,40\n1,NA,\"blue\",g2,daisy,3\n");
        var bytes = Encoding.UTF8.GetBytes(rows);
        return isValid ? bytes : FuzzingTexts.Mutate(bytes, random);
    }

    private static string CreateJson(FuzzingOperation operation, OpenApiSchema schema, JsonNode? example, Random random, bool isValid)
    {
        var fitting = ExampleBodies.FirstOrDefault(entry => operation.Path.EndsWith(entry.Key, StringComparison.Ordinal)).Value ?? [];
        var choice = random.Next(fitting.Length + 2);
        var body = choice < fitting.Length ? JsonNode.Parse(fitting[choice])
            : choice == fitting.Length && example is not null ? CopyExample(example, random)
            : new SchemaValueGenerator(random).Create(schema);
        return isValid ? body?.ToJsonString() ?? "null" : new JsonMutator(random).Mutate(body);
    }

    /// <summary>Copies an example, usually with few pixels: a wrong number of pixels needs no long list.</summary>
    private static JsonNode CopyExample(JsonNode example, Random random)
    {
        var copy = example.DeepClone();
        if (copy["instances"] is JsonArray { Count: > 0 } instances && instances[0] is JsonArray { Count: > 16 } pixels && random.Next(4) > 0)
        {
            instances[0] = new JsonArray([.. pixels.Take(16).Select(pixel => pixel?.DeepClone())]);
        }

        return copy;
    }

    private static string ChooseUnusualText(Random random, bool isMalformed)
    {
        var texts = isMalformed ? FuzzingTexts.MalformedTargetValues : FuzzingTexts.TargetValues;
        return texts[random.Next(texts.Count)];
    }
}
