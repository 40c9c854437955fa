using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Damages JSON in its structure: wrong types, missing, added and doubled fields, numbers out of range, deep nesting, odd texts.</summary>
/// <param name="random">Decides how.</param>
internal sealed partial class JsonDamage(Random random)
{
    private const string Raw = "@raw:";
    private const string Twice = "@twice:";

    /// <summary>The text of a body with up to three things wrong with it.</summary>
    public string Of(JsonNode? body)
    {
        if (body is not (JsonObject or JsonArray))
        {
            return OddTexts.Json[random.Next(OddTexts.Json.Count)];
        }

        for (var times = random.Next(1, 4); times > 0; times--)
        {
            Damage(body);
        }

        // What no tree of JSON can hold is marked in it, and written over in the text.
        var text = RawMark().Replace(body.ToJsonString(), mark => OddTexts.Json[int.Parse(mark.Groups[1].Value, CultureInfo.InvariantCulture)]);
        return text.Replace("\"" + Twice, "\"", StringComparison.Ordinal);
    }

    private void Damage(JsonNode node)
    {
        // Deeper with an even chance, so that every level has its share.
        var parts = node switch
        {
            JsonObject fields => fields.Select(field => field.Value).OfType<JsonNode>(),
            JsonArray items => items.Take(50).OfType<JsonNode>(),
            _ => [],
        };
        var inner = parts.Where(part => part is JsonObject or JsonArray).ToList();
        if (inner.Count > 0 && random.Next(2) == 0)
        {
            Damage(inner[random.Next(inner.Count)]);
            return;
        }

        switch (node)
        {
            case JsonObject fields:
                Damage(fields);
                break;
            case JsonArray items:
                Damage(items);
                break;
        }
    }

    private void Damage(JsonObject fields)
    {
        var name = fields.Count == 0 ? null : fields.ElementAt(random.Next(fields.Count)).Key;
        switch (random.Next(6))
        {
            case 0 when name is not null:
                fields.Remove(name);
                break;
            case 1:
                fields[random.Next(3) == 0 ? "" : "unknown\u00e9"] = Odd();
                break;
            case 2 when name is not null:
                fields[Twice + name] = fields[name]?.DeepClone();
                break;
            case 3 when name is not null:
                var value = fields[name];
                fields.Remove(name);
                fields[name.ToUpperInvariant()] = value;
                break;
            default:
                fields[name ?? "a"] = Odd();
                break;
        }
    }

    private void Damage(JsonArray items)
    {
        switch (random.Next(4))
        {
            case 0 when items.Count > 0:
                items.RemoveAt(random.Next(items.Count));
                break;
            case 1 when items.Count > 0:
                items.Add(items[random.Next(items.Count)]?.DeepClone());
                break;
            case 2 when items.Count > 0:
                items[random.Next(items.Count)] = Odd();
                break;
            default:
                items.Add(Odd());
                break;
        }
    }

    private JsonValue Odd() => JsonValue.Create(Raw + random.Next(OddTexts.Json.Count).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex("\"@raw:(\\d+)\"")]
    private static partial Regex RawMark();
}
