using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnML.Api.Tests.Swagger;

/// <summary>The part of a Swagger document that clients depend on: its routes and schemas, without descriptions and examples.</summary>
internal static class ApiSurface
{
    private static readonly string[] DocumentationKeywords = ["description", "summary", "title", "example", "examples"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n" };

    /// <summary>Copies the document without descriptions and examples, with sorted keys.</summary>
    public static JsonNode Create(JsonNode document) => CopyWithoutDocumentation(document, areNames: false)!;

    /// <summary>Formats the surface as the text of the stored document.</summary>
    public static string ToText(JsonNode surface) => surface.ToJsonString(Indented) + "\n";

    /// <summary>Returns the differences between two documents with their paths.</summary>
    public static IEnumerable<string> FindDifferences(JsonNode? stored, JsonNode? current, string path) => (stored, current) switch
    {
        (JsonObject before, JsonObject after) => before.Select(part => part.Key).Union(after.Select(part => part.Key))
            .SelectMany(name => !after.ContainsKey(name) ? [$"{path}/{name} was removed"]
                : !before.ContainsKey(name) ? [$"{path}/{name} was added"]
                : FindDifferences(before[name], after[name], $"{path}/{name}")),
        (JsonArray before, JsonArray after) when before.Count == after.Count =>
            Enumerable.Range(0, before.Count).SelectMany(index => FindDifferences(before[index], after[index], $"{path}/{index}")),
        _ => JsonNode.DeepEquals(stored, current) ? [] : [$"{path} was {stored?.ToJsonString()} and is {current?.ToJsonString()}"],
    };

    private static JsonNode? CopyWithoutDocumentation(JsonNode? node, bool areNames) => node switch
    {
        JsonObject part => new JsonObject(part
            .Where(field => areNames || !DocumentationKeywords.Contains(field.Key)).OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(
                field => KeyValuePair.Create(field.Key, CopyWithoutDocumentation(field.Value, areNames: field.Key == "properties" && !areNames)))),
        JsonArray list => new JsonArray([.. list.Select(item => CopyWithoutDocumentation(item, areNames: false))]),
        _ => node?.DeepClone(),
    };
}
