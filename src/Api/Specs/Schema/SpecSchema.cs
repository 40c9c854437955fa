using System.Globalization;
using System.Text.Json.Nodes;
using LearnML.Contracts;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LearnML.Api.Specs.Schema;

/// <summary>Builds the JSON Schema of a spec from the schemas of the Swagger document, as draft 2020-12.</summary>
public sealed class SpecSchema(ISchemaGenerator schemas)
{
    /// <summary>The content type of the schema.</summary>
    public const string ContentType = "application/schema+json";

    private const string SwaggerReferencePrefix = "#/components/schemas/";

    private readonly Lazy<JsonObject> lazySchema = new(() => Build(schemas));

    /// <summary>The schema of a spec; the schemas of its parts are in <c>$defs</c>.</summary>
    public JsonObject Json => lazySchema.Value;

    private static JsonObject Build(ISchemaGenerator schemas)
    {
        var repository = new SchemaRepository();
        schemas.GenerateSchema(typeof(JobSpec), repository);
        var parts = repository.Schemas.ToDictionary(part => part.Key, part => ToJson(part.Value));
        foreach (var type in SpecParts.All.Keys)
        {
            AllowNull(parts[type.Name], type);
        }

        parts.Remove(nameof(JobSpec), out var spec);
        spec!.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        spec.Insert(1, "title", "LearnML training spec");
        spec["$defs"] = new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value)));
        return spec;
    }

    private static JsonObject ToJson(IOpenApiSchema schema)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        schema.SerializeAsV31(new OpenApiJsonWriter(text));
        var json = JsonNode.Parse(text.ToString())!.AsObject();
        PointIntoDefinitions(json);
        return json;
    }

    /// <summary>Allows null for references to nullable parts. The Swagger document cannot express this, but draft 2020-12 can.</summary>
    private static void AllowNull(JsonObject part, Type type)
    {
        foreach (var field in WireFormat.Options.GetTypeInfo(type).Properties.Where(field => field.IsSetNullable))
        {
            var own = part["properties"]![field.Name]!.AsObject();
            if (own.Remove("$ref", out var reference))
            {
                own["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = reference }, new JsonObject { ["type"] = "null" });
            }
        }
    }

    /// <summary>
    /// Replaces an <c>allOf</c> with one reference by the reference. The Swagger document needs the wrapper, because its dialect allows nothing
    /// beside a reference; draft 2020-12 does.
    /// </summary>
    private static void Unwrap(JsonObject schema)
    {
        if (schema["allOf"] is JsonArray { Count: 1 } wrapped && wrapped[0]!["$ref"] is { } reference)
        {
            schema.Remove("allOf");
            schema.Remove("type");
            schema["$ref"] = reference.DeepClone();
        }
    }

    private static void PointIntoDefinitions(JsonNode? node)
    {
        if (node is JsonObject schema)
        {
            Unwrap(schema);
            if ((string?)schema["$ref"] is { } reference)
            {
                schema["$ref"] = reference.Replace(SwaggerReferencePrefix, "#/$defs/", StringComparison.Ordinal);
            }

            foreach (var (_, part) in schema)
            {
                PointIntoDefinitions(part);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                PointIntoDefinitions(item);
            }
        }
    }
}
