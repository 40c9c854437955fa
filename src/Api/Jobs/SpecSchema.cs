using System.Globalization;
using System.Text.Json.Nodes;
using LearnML.Contracts;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LearnML.Api.Jobs;

/// <summary>A spec's JSON Schema: the schemas of the Swagger document, written in the dialect of draft 2020-12.</summary>
public sealed class SpecSchema(ISchemaGenerator schemas)
{
    /// <summary>What it is served as.</summary>
    public const string ContentType = "application/schema+json";

    private const string InDocument = "#/components/schemas/";

    private readonly Lazy<JsonObject> made = new(() => Make(schemas));

    /// <summary>The schema of a spec, of its parts in <c>$defs</c>.</summary>
    public JsonObject Json => made.Value;

    private static JsonObject Make(ISchemaGenerator schemas)
    {
        var repository = new SchemaRepository();
        schemas.GenerateSchema(typeof(JobSpec), repository);
        var parts = repository.Schemas.ToDictionary(part => part.Key, part => Write(part.Value));
        foreach (var type in SpecParts.All.Keys)
        {
            AllowNull(parts[type.Name], type);
        }

        parts.Remove(nameof(JobSpec), out var spec);
        spec!.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        spec.Insert(1, "title", "A spec of LearnML");
        spec["$defs"] = new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value)));
        return spec;
    }

    private static JsonObject Write(IOpenApiSchema schema)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        schema.SerializeAsV31(new OpenApiJsonWriter(text));
        var json = JsonNode.Parse(text.ToString())!.AsObject();
        PointIntoDefinitions(json);
        return json;
    }

    /// <summary>The Swagger document's dialect cannot say that what it refers to may be null; this one can.</summary>
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

    /// <summary>What refers to another schema is wrapped in the Swagger document, whose dialect allows nothing beside a reference; this one does.</summary>
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
                schema["$ref"] = reference.Replace(InDocument, "#/$defs/", StringComparison.Ordinal);
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
