using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnML.Api.Tests.Swagger;

/// <summary>What clients depend on in a Swagger document: its routes and schemas, without words and examples.</summary>
internal static class Surface
{
    private static readonly string[] Words = ["description", "summary", "title", "example", "examples"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 1, NewLine = "\n" };

    /// <summary>A copy of the document without words and examples, with sorted keys.</summary>
    public static JsonNode Of(JsonNode document) => Copy(document, areNames: false)!;

    /// <summary>The text of the stored document.</summary>
    public static string Write(JsonNode surface) => surface.ToJsonString(Indented) + "\n";

    /// <summary>The paths at which two documents differ.</summary>
    public static IEnumerable<string> Differences(JsonNode? stored, JsonNode? current, string path) => (stored, current) switch
    {
        (JsonObject before, JsonObject after) => before.Select(part => part.Key).Union(after.Select(part => part.Key))
            .SelectMany(name => !after.ContainsKey(name) ? [$"{path}/{name} was removed"]
                : !before.ContainsKey(name) ? [$"{path}/{name} was added"]
                : Differences(before[name], after[name], $"{path}/{name}")),
        (JsonArray before, JsonArray after) when before.Count == after.Count =>
            Enumerable.Range(0, before.Count).SelectMany(index => Differences(before[index], after[index], $"{path}/{index}")),
        _ => JsonNode.DeepEquals(stored, current) ? [] : [$"{path} was {stored?.ToJsonString()} and is {current?.ToJsonString()}"],
    };

    private static JsonNode? Copy(JsonNode? node, bool areNames) => node switch
    {
        JsonObject part => new JsonObject(part
            .Where(field => areNames || !Words.Contains(field.Key)).OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.Key, Copy(field.Value, areNames: field.Key == "properties" && !areNames)))),
        JsonArray list => new JsonArray([.. list.Select(item => Copy(item, areNames: false))]),
        _ => node?.DeepClone(),
    };
}
