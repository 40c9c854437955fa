using System.Text.Json.Nodes;
using LearnML.Api.Tests.Swagger;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>An operation of the document, read once for many requests.</summary>
internal sealed class FuzzingOperation
{
    public FuzzingOperation(SwaggerOperation operation, Func<JsonNode, OpenApiSchema> read)
    {
        (Method, Path) = (operation.Method.ToUpperInvariant(), operation.Path);
        PathParameters = [.. operation.PathParameters.Select(parameter => (string)parameter["name"]!)];
        QueryParameters = [.. operation.QueryParameters.Select(
            parameter => ((string)parameter["name"]!, read(parameter["schema"]!), (bool?)parameter["required"] == true))];
        Bodies = (operation.Body?["content"]?.AsObject() ?? []).ToDictionary(content => content.Key,
            content => (read(content.Value!["schema"]!), content.Value["example"]?.DeepClone()));
        Responses = operation.Responses.ToDictionary(
            answer => int.Parse(answer.Key, System.Globalization.CultureInfo.InvariantCulture),
            answer => (IReadOnlyDictionary<string, OpenApiSchema>)(answer.Value!["content"]?.AsObject() ?? [])
                .ToDictionary(content => content.Key, content => read(content.Value!["schema"]!)));
    }

    public string Name => $"{Method} {Path}";

    public string Method { get; }

    public string Path { get; }

    /// <summary>Whether it does more than answer.</summary>
    public bool HasSideEffects =>
        Method != "GET" && !Path.EndsWith("/predict", StringComparison.Ordinal) && !Path.EndsWith("/preview", StringComparison.Ordinal);

    public IReadOnlyList<string> PathParameters { get; }

    public IReadOnlyList<(string Name, OpenApiSchema Schema, bool IsRequired)> QueryParameters { get; }

    /// <summary>What it takes, by content type, with the document's example.</summary>
    public IReadOnlyDictionary<string, (OpenApiSchema Schema, JsonNode? Example)> Bodies { get; }

    /// <summary>The schemas of what it answers, by status and content type.</summary>
    public IReadOnlyDictionary<int, IReadOnlyDictionary<string, OpenApiSchema>> Responses { get; }
}
