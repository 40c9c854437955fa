using System.Text.Json.Nodes;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>A schema of the Swagger document, with the keywords of OpenAPI 3.0 that the document uses.</summary>
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

    /// <summary>The schema of undeclared properties; null if there must be none.</summary>
    public OpenApiSchema? AdditionalProperties { get; private set; }

    public OpenApiSchema? Items { get; private set; }

    public IReadOnlyList<OpenApiSchema>? AnyOf { get; private set; }

    /// <summary>The referenced schema of a nullable reference.</summary>
    public OpenApiSchema? AllOf { get; private set; }

    /// <summary>Reads a schema. Every referenced schema is read once.</summary>
    /// <param name="json">The JSON of the schema.</param>
    /// <param name="components">The named schemas of the document.</param>
    /// <param name="known">The named schemas that were read before. New ones are added.</param>
    public static OpenApiSchema Read(JsonNode json, JsonObject components, Dictionary<string, OpenApiSchema> known)
    {
        if ((string?)json["$ref"] is { } reference)
        {
            var name = reference[(reference.LastIndexOf('/') + 1)..];
            if (!known.TryGetValue(name, out var named))
            {
                // Added before it is read, since a schema can refer to itself.
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
        EnumValues = json["enum"]?.AsArray().Select(value => (string)value!).ToList();
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
