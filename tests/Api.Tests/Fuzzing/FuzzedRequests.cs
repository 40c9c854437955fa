using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Makes requests of an operation from what the document says of it: some as they should be, most not.</summary>
/// <param name="names">What is there.</param>
/// <param name="model">A model as a file, to be taken in.</param>
internal sealed class FuzzedRequests(FuzzedNames names, byte[] model)
{
    private const string Json = "application/json";

    /// <summary>Bodies that fit what is there, beside the document's examples.</summary>
    private static readonly Dictionary<string, string[]> Fitting = new()
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
        ["/api/datasets/{name}"] = ["""{"target":"colour","columns":{"side":"categorical"}}"""],
    };

    /// <summary>A request.</summary>
    public WireRequest Of(FuzzedOperation operation, Random random)
    {
        var isRight = random.Next(4) == 0;
        var request = Body(operation, Target(operation, random, isRight), random, isRight);
        return !isRight && random.Next(20) == 0
            ? request with { Method = OddTexts.Methods[random.Next(OddTexts.Methods.Count)], MayBeElsewhere = true } : request;
    }

    private WireRequest Target(FuzzedOperation operation, Random random, bool isRight)
    {
        var isDestructive = operation.Method is "DELETE" or "PUT" or "PATCH" || operation.Path.EndsWith("/restore", StringComparison.Ordinal);
        var (path, isMalformed, mayBeElsewhere) = (operation.Path, false, false);
        foreach (var parameter in operation.PathParameters)
        {
            var value = names.Of(parameter, operation.Path, isDestructive, random) ?? "1";
            if (!isRight && random.Next(5) == 0)
            {
                isMalformed |= random.Next(40) == 0;
                value = Odd(random, isMalformed);
                mayBeElsewhere = true;
            }

            path = path.Replace($"{{{parameter}}}", value, StringComparison.Ordinal);
        }

        var query = new StringBuilder();
        foreach (var (name, schema, isRequired) in operation.QueryParameters)
        {
            for (var times = isRight ? (isRequired ? 1 : random.Next(2)) : random.Next(8) is 0 ? 2 : random.Next(2); times > 0; times--)
            {
                var value = !isRight && random.Next(3) == 0 ? Odd(random, false)
                    : names.Of(name, operation.Path, false, random) ?? Uri.EscapeDataString(new SchemaValues(random).Of(schema)?.ToString() ?? "");
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(value);
            }
        }

        if (!isRight && random.Next(20) == 0)
        {
            query.Append(query.Length == 0 ? '?' : '&').Append(Odd(random, false));
        }

        return new WireRequest(operation.Method, path + query) { IsMalformed = isMalformed, MayBeElsewhere = mayBeElsewhere };
    }

    private WireRequest Body(FuzzedOperation operation, WireRequest request, Random random, bool isRight)
    {
        if (operation.Bodies.Count == 0)
        {
            // What takes nothing may be sent something all the same.
            return random.Next(20) > 0 ? request with { Body = operation.Method is "POST" ? [] : null }
                : request with { ContentType = Json, Body = Encoding.UTF8.GetBytes(OddTexts.Json[random.Next(OddTexts.Json.Count)]) };
        }

        var (type, (schema, example)) = operation.Bodies.ElementAt(random.Next(operation.Bodies.Count));
        var body = type switch
        {
            "multipart/form-data" => Form(operation, schema, example, random, isRight),
            "text/csv" => Csv(random, isRight),
            _ => Encoding.UTF8.GetBytes(JsonText(operation, schema, example, random, isRight)),
        };
        type = type == "multipart/form-data" ? FormBody.ContentType : type;
        if (!isRight && random.Next(20) == 0)
        {
            type = OddTexts.ContentTypes[random.Next(OddTexts.ContentTypes.Count)];
        }

        return request with { ContentType = type, Body = !isRight && random.Next(6) == 0 ? OddTexts.Damaged(body, random) : body };
    }

    private byte[] Form(FuzzedOperation operation, Schema schema, JsonNode? example, Random random, bool isRight)
    {
        var (fields, file) = operation.Path == "/api/models"
            ? (new Dictionary<string, string> { ["name"] = "spare" }, model) : FormBody.Read(example);
        var isDamaged = !isRight && random.Next(3) == 0;

        // Each of these that is taken in is written to the disk.
        var isCut = operation.Path == "/api/models" && random.Next(8) > 0;
        return new FormBody(random).Of(fields, schema, isDamaged || isCut ? OddTexts.Damaged(file, random) : file, !isRight);
    }

    private static byte[] Csv(Random random, bool isRight)
    {
        var rows = string.Create(CultureInfo.InvariantCulture,
            $"petal,sepal,colour,garden,kind,price\n{random.Next(10)},5.5,red,g1,rose,40\n1,NA,\"blue\",g2,daisy,3\n");
        var bytes = Encoding.UTF8.GetBytes(rows);
        return isRight ? bytes : OddTexts.Damaged(bytes, random);
    }

    private static string JsonText(FuzzedOperation operation, Schema schema, JsonNode? example, Random random, bool isRight)
    {
        var fitting = Fitting.FirstOrDefault(entry => operation.Path.EndsWith(entry.Key, StringComparison.Ordinal)).Value ?? [];
        var choice = random.Next(fitting.Length + 2);
        var body = choice < fitting.Length ? JsonNode.Parse(fitting[choice])
            : choice == fitting.Length && example is not null ? Copy(example, random)
            : new SchemaValues(random).Of(schema);
        return isRight ? body?.ToJsonString() ?? "null" : new JsonDamage(random).Of(body);
    }

    /// <summary>Most of the time without its pixels: what is wrong with one of them is wrong with all.</summary>
    private static JsonNode Copy(JsonNode example, Random random)
    {
        var copy = example.DeepClone();
        if (copy["instances"] is JsonArray { Count: > 0 } instances && instances[0] is JsonArray { Count: > 16 } pixels && random.Next(4) > 0)
        {
            instances[0] = new JsonArray([.. pixels.Take(16).Select(pixel => pixel?.DeepClone())]);
        }

        return copy;
    }

    private static string Odd(Random random, bool isMalformed)
    {
        var texts = isMalformed ? OddTexts.Malformed : OddTexts.Target;
        return texts[random.Next(texts.Count)];
    }
}
