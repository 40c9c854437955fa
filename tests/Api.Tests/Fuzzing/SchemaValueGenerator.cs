using System.Text.Json.Nodes;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Creates random values that a schema allows.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class SchemaValueGenerator(Random random)
{
    private const int MaximumDepth = 5;

    private static readonly string[] Texts =
        [
            "glyphs", "flowers", "polynomial", "images", "spare", "kind", "price", "petal", "colour", "categorical", "auto",
            "cpu", "balanced", "a", "0.5", "true", "\u00fc\u4e2d", "2024-01-31",
        ];

    /// <summary>Creates a value. Numbers are small, so that a network with them trains quickly.</summary>
    public JsonNode? Create(OpenApiSchema schema, int depth = 0)
    {
        if (schema.AnyOf is { } options)
        {
            return Create(options[random.Next(options.Count)], depth);
        }

        if (schema.IsNullable && random.Next(8) == 0)
        {
            return null;
        }

        if (schema.AllOf is { } referred)
        {
            return Create(referred, depth);
        }

        return schema.Type switch
        {
            _ when schema.EnumValues is { } values => values[random.Next(values.Count)],
            "object" => CreateObject(schema, depth),
            "array" => new JsonArray(
                [.. Enumerable.Range(0, depth > MaximumDepth ? 0 : random.Next(4)).Select(_ => Create(schema.Items!, depth + 1))]),
            "string" when schema.Format == "uuid" => Guid.Empty.ToString(),
            "string" => Texts[random.Next(Texts.Length)],
            "integer" => (int)Math.Clamp(random.Next(6), schema.Minimum ?? 0, schema.Maximum ?? 6),
            "number" => random.Next(4) == 0 ? 1 : random.NextDouble(),
            "boolean" => random.Next(2) == 0,
            _ => random.Next(2) == 0 ? random.Next(10) : Texts[random.Next(Texts.Length)],
        };
    }

    private JsonObject CreateObject(OpenApiSchema schema, int depth)
    {
        var result = new JsonObject();
        foreach (var (name, part) in schema.Properties)
        {
            if (schema.Required.Contains(name) || (depth <= MaximumDepth && random.Next(4) == 0))
            {
                result[name] = Create(part, depth + 1);
            }
        }

        for (var more = schema.Properties.Count == 0 && schema.AdditionalProperties is not null ? random.Next(4) : 0; more > 0; more--)
        {
            result[Texts[random.Next(Texts.Length)]] = Create(schema.AdditionalProperties!, depth + 1);
        }

        return result;
    }
}
