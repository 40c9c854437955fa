using System.Text.Json.Nodes;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>A schema of the document, with the words of OpenAPI 3.0 that it uses.</summary>
internal sealed class OpenApiSchema
{
    public string? Type { get; private set; }

    public string? Format { get; private set; }

    public bool IsNullable { get; private set; }

    public IReadOnlyList<string>? EnumValues { get; private set; }

    public double? Minimum { get; private set; }

    public double? Maximum { get; private set; }

    public bool IsMinimumExclusive { get; private set; }

    public bool IsMaximumExclusive { get; private set; }

    public IReadOnlyDictionary<string, OpenApiSchema> Properties { get; private set; } = new Dictionary<string, OpenApiSchema>();

    public IReadOnlySet<string> Required { get; private set; } = new HashSet<string>();

    /// <summary>What else an object may have; null: nothing.</summary>
    public OpenApiSchema? AdditionalProperties { get; private set; }

    public OpenApiSchema? Items { get; private set; }

    public IReadOnlyList<OpenApiSchema>? AnyOf { get; private set; }

    /// <summary>What it is but for null.</summary>
    public OpenApiSchema? AllOf { get; private set; }

    /// <summary>Reads a schema; those that it refers to are read once each.</summary>
    /// <param name="json">The schema.</param>
    /// <param name="components">The document's own schemas.</param>
    /// <param name="known">Those that were read, by name.</param>
    public static OpenApiSchema Read(JsonNode json, JsonObject components, Dictionary<string, OpenApiSchema> known)
    {
        if ((string?)json["$ref"] is { } reference)
        {
            var name = reference[(reference.LastIndexOf('/') + 1)..];
            if (!known.TryGetValue(name, out var named))
            {
                // Known before it is filled: a layer has layers.
                known[name] = named = new OpenApiSchema();
                named.ReadKeywords(components[name]!, part => Read(part, components, known));
            }

            return named;
        }

        var schema = new OpenApiSchema();
        schema.ReadKeywords(json, part => Read(part, components, known));
        return schema;
    }

    private void ReadKeywords(JsonNode json, Func<JsonNode, OpenApiSchema> read)
    {
        (Type, Format, IsNullable) = ((string?)json["type"], (string?)json["format"], (bool?)json["nullable"] == true);
        EnumValues = json["enum"]?.AsArray().Select(word => (string)word!).ToList();
        (Minimum, Maximum) = ((double?)json["minimum"], (double?)json["maximum"]);
        (IsMinimumExclusive, IsMaximumExclusive) = ((bool?)json["exclusiveMinimum"] == true, (bool?)json["exclusiveMaximum"] == true);
        Properties = (json["properties"]?.AsObject() ?? []).ToDictionary(property => property.Key, property => read(property.Value!));
        Required = (json["required"]?.AsArray() ?? []).Select(name => (string)name!).ToHashSet();
        AdditionalProperties = json["additionalProperties"] switch
        {
            JsonObject others => read(others),
            JsonValue allowed when !(bool)allowed => null,
            _ => new OpenApiSchema(),
        };
        Items = json["items"] is { } items ? read(items) : null;
        AllOf = json["allOf"] is JsonArray all ? read(all.Single()!) : null;
        AnyOf = json["anyOf"]?.AsArray().Select(option => read(option!)).ToList();
    }
}
