using System.Text.Json.Nodes;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Draws values that a schema allows.</summary>
/// <param name="random">Decides which.</param>
internal sealed class SchemaValues(Random random)
{
    private const int Deepest = 5;

    private static readonly string[] Texts =
        [
            "glyphs", "flowers", "polynomial", "images", "spare", "kind", "price", "petal", "colour", "categorical", "auto",
            "cpu", "balanced", "a", "0.5", "true", "\u00fc\u4e2d", "2024-01-31",
        ];

    /// <summary>A value, small enough that a network of such numbers is trained in a moment.</summary>
    public JsonNode? Of(Schema schema, int depth = 0)
    {
        if (schema.AnyOf is { } options)
        {
            return Of(options[random.Next(options.Count)], depth);
        }

        if (schema.IsNullable && random.Next(8) == 0)
        {
            return null;
        }

        if (schema.AllOf is { } referred)
        {
            return Of(referred, depth);
        }

        return schema.Type switch
        {
            _ when schema.Words is { } words => words[random.Next(words.Count)],
            "object" => Object(schema, depth),
            "array" => new JsonArray([.. Enumerable.Range(0, depth > Deepest ? 0 : random.Next(4)).Select(_ => Of(schema.Items!, depth + 1))]),
            "string" when schema.Format == "uuid" => Guid.Empty.ToString(),
            "string" => Texts[random.Next(Texts.Length)],
            "integer" => (int)Math.Clamp(random.Next(6), schema.Minimum ?? 0, schema.Maximum ?? 6),
            "number" => random.Next(4) == 0 ? 1 : random.NextDouble(),
            "boolean" => random.Next(2) == 0,
            _ => random.Next(2) == 0 ? random.Next(10) : Texts[random.Next(Texts.Length)],
        };
    }

    private JsonObject Object(Schema schema, int depth)
    {
        var made = new JsonObject();
        foreach (var (name, part) in schema.Properties)
        {
            if (schema.Required.Contains(name) || (depth <= Deepest && random.Next(4) == 0))
            {
                made[name] = Of(part, depth + 1);
            }
        }

        for (var more = schema.Properties.Count == 0 && schema.Others is not null ? random.Next(4) : 0; more > 0; more--)
        {
            made[Texts[random.Next(Texts.Length)]] = Of(schema.Others!, depth + 1);
        }

        return made;
    }
}
