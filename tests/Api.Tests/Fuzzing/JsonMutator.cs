using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>
/// Changes JSON at random: wrong types, missing, additional and duplicate fields, numbers out of range, deep nesting, unusual strings.
/// </summary>
/// <param name="random">The source of randomness.</param>
internal sealed partial class JsonMutator(Random random)
{
    private const string RawPrefix = "@raw:";
    private const string DuplicatePrefix = "@twice:";

    /// <summary>Returns a body with up to three changes.</summary>
    public string Mutate(JsonNode? body)
    {
        if (body is not (JsonObject or JsonArray))
        {
            return FuzzingTexts.JsonValues[random.Next(FuzzingTexts.JsonValues.Count)];
        }

        for (var times = random.Next(1, 4); times > 0; times--)
        {
            MutateNode(body);
        }

        // A JsonNode cannot hold invalid JSON, so placeholders are replaced in the text.
        var text = RawMark().Replace(body.ToJsonString(),
            mark => FuzzingTexts.JsonValues[int.Parse(mark.Groups[1].Value, CultureInfo.InvariantCulture)]);
        return text.Replace("\"" + DuplicatePrefix, "\"", StringComparison.Ordinal);
    }

    private void MutateNode(JsonNode node)
    {
        // Descends with a probability of one half, so that every level is changed.
        var parts = node switch
        {
            JsonObject fields => fields.Select(field => field.Value).OfType<JsonNode>(),
            JsonArray items => items.Take(50).OfType<JsonNode>(),
            _ => [],
        };
        var inner = parts.Where(part => part is JsonObject or JsonArray).ToList();
        if (inner.Count > 0 && random.Next(2) == 0)
        {
            MutateNode(inner[random.Next(inner.Count)]);
            return;
        }

        switch (node)
        {
            case JsonObject fields:
                MutateNode(fields);
                break;
            case JsonArray items:
                MutateNode(items);
                break;
        }
    }

    private void MutateNode(JsonObject fields)
    {
        var name = fields.Count == 0 ? null : fields.ElementAt(random.Next(fields.Count)).Key;
        switch (random.Next(6))
        {
            case 0 when name is not null:
                fields.Remove(name);
                break;
            case 1:
                fields[random.Next(3) == 0 ? "" : "unknown\u00e9"] = CreateUnusualValue();
                break;
            case 2 when name is not null:
                fields[DuplicatePrefix + name] = fields[name]?.DeepClone();
                break;
            case 3 when name is not null:
                var value = fields[name];
                fields.Remove(name);
                fields[name.ToUpperInvariant()] = value;
                break;
            default:
                fields[name ?? "a"] = CreateUnusualValue();
                break;
        }
    }

    private void MutateNode(JsonArray items)
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
                items[random.Next(items.Count)] = CreateUnusualValue();
                break;
            default:
                items.Add(CreateUnusualValue());
                break;
        }
    }

    private JsonValue CreateUnusualValue() =>
        JsonValue.Create(RawPrefix + random.Next(FuzzingTexts.JsonValues.Count).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex("\"@raw:(\\d+)\"")]
    private static partial Regex RawMark();
}
