using System.Text.Json.Nodes;
using LearnML.Api.Tests.Swagger;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>An operation of the Swagger document, parsed once for many requests.</summary>
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
            response => int.Parse(response.Key, System.Globalization.CultureInfo.InvariantCulture),
            response => (IReadOnlyDictionary<string, OpenApiSchema>)(response.Value!["content"]?.AsObject() ?? [])
                .ToDictionary(content => content.Key, content => read(content.Value!["schema"]!)));
    }

    public string Name => $"{Method} {Path}";

    public string Method { get; }

    public string Path { get; }

    /// <summary>Whether the operation changes stored data or starts work.</summary>
    public bool HasSideEffects =>
        Method != "GET" && !Path.EndsWith("/predict", StringComparison.Ordinal) && !Path.EndsWith("/preview", StringComparison.Ordinal);

    public IReadOnlyList<string> PathParameters { get; }

    public IReadOnlyList<(string Name, OpenApiSchema Schema, bool IsRequired)> QueryParameters { get; }

    /// <summary>The schemas and examples of request bodies by content type.</summary>
    public IReadOnlyDictionary<string, (OpenApiSchema Schema, JsonNode? Example)> Bodies { get; }

    /// <summary>The schemas of responses by status and content type.</summary>
    public IReadOnlyDictionary<int, IReadOnlyDictionary<string, OpenApiSchema>> Responses { get; }
}
