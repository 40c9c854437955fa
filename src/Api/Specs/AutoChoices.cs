using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Specs;

/// <summary>
/// What <c>"network": "auto"</c> chose for a spec, and what it left as the spec gives it. Errors about a choice say so: the user never wrote it.
/// </summary>
internal sealed class AutoChoices
{
    private readonly Dictionary<string, JsonNode> chosen = new(StringComparer.Ordinal);

    /// <param name="defaults">What the rules choose for the table.</param>
    /// <param name="given">The spec without the keyword.</param>
    public AutoChoices(JsonObject defaults, JsonObject given)
    {
        var kept = new List<PreviewNote>();
        foreach (var (path, value) in ListLeaves(defaults, ""))
        {
            if (!IsGiven(given, path, out var own))
            {
                chosen.Add(path, value);
            }
            else if (!JsonNode.DeepEquals(own, value))
            {
                kept.Add(new PreviewNote(path,
                    $"\"network\": \"auto\" would choose {value.ToJsonString()}. The spec gives {own?.ToJsonString() ?? "null"}, which stays."));
            }
        }

        Kept = kept;
        Spec = (JsonObject)MergePatch.Apply(defaults, given)!;
    }

    /// <summary>The spec with the choices.</summary>
    public JsonObject Spec { get; }

    /// <summary>The fields that the spec gives and for which the rules have another value.</summary>
    public IReadOnlyList<PreviewNote> Kept { get; }

    /// <summary>Adds to each error that is about a choice who chose, and what to write instead.</summary>
    /// <param name="errors">The errors.</param>
    /// <param name="spec">The spec that has them: the completed one, or that of a trial, which can have other values.</param>
    public void Explain(FieldErrors errors, JsonObject spec)
    {
        var current = chosen.Where(choice => JsonNode.DeepEquals(Find(spec, choice.Key), choice.Value)).ToArray();
        errors.Amend((field, reason) => current.Where(choice => IsAbout(field, reason, choice.Key))
            .Aggregate(reason, (text, choice) => $"{text}. {Explain(choice.Key, choice.Value)}"));
    }

    private static string Explain(string path, JsonNode value)
    {
        string[] names = path.Split('.');

        // A spec with a network of its own is not completed at all.
        var written = names[0] == "network" ? "\"network\": {\"hidden\": [...]}"
            : $"\"{string.Join("\": {\"", names)}\": ...{new string('}', names.Length - 1)}";
        return $"\"network\": \"auto\" chose {path} {value.ToJsonString()}, because the spec does not give it; to choose yourself, write {written}";
    }

    /// <summary>Whether an error is about a field, or names it as the reason: by its path, or by its name in the same part of the spec.</summary>
    private static bool IsAbout(string field, string reason, string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        return field == path || field.StartsWith(path + "[", StringComparison.Ordinal) || field.StartsWith(path + ".", StringComparison.Ordinal)
            || Mentions(reason, path)
            || (field.StartsWith(path[..(dot + 1)], StringComparison.Ordinal) && Mentions(reason, path[(path.LastIndexOf('.') + 1)..]));
    }

    private static bool Mentions(string reason, string name)
    {
        for (var start = 0; (start = reason.IndexOf(name, start, StringComparison.Ordinal)) >= 0; start++)
        {
            var end = start + name.Length;
            if ((start == 0 || !IsPartOfName(reason[start - 1])) && (end == reason.Length || !char.IsAsciiLetterOrDigit(reason[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPartOfName(char character) => char.IsAsciiLetterOrDigit(character) || character == '.';

    private static IEnumerable<(string Path, JsonNode Value)> ListLeaves(JsonObject part, string prefix) =>
        part.Where(field => field.Value is not null).SelectMany(field => field.Value is JsonObject { Count: > 0 } inner
            ? ListLeaves(inner, $"{prefix}{field.Key}.")
            : [($"{prefix}{field.Key}", field.Value!)]);

    /// <summary>Whether a spec has a value at a path, or a value or null in the place of one of its parts.</summary>
    private static bool IsGiven(JsonObject spec, string path, out JsonNode? value)
    {
        JsonNode? part = spec;
        value = null;
        foreach (var name in path.Split('.'))
        {
            if (part is not JsonObject fields)
            {
                value = part;
                return true;
            }

            if (!fields.TryGetPropertyValue(name, out part))
            {
                return false;
            }
        }

        value = part;
        return true;
    }

    private static JsonNode? Find(JsonObject spec, string path) => IsGiven(spec, path, out var value) ? value : null;
}
