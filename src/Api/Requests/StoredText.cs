using System.Text.Json.Nodes;

namespace LearnML.Api.Requests;

/// <summary>Finds the character U+0000 in texts that may be stored. PostgreSQL cannot store it, so it is refused with every database.</summary>
internal static class StoredText
{
    /// <summary>Why such a text is refused, as the rest of a sentence about it.</summary>
    public const string NullReason = "must not contain the character U+0000";

    /// <summary>Whether a text has the character.</summary>
    public static bool HasNull(string text) => text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Whether a string or a name anywhere in a JSON value has the character.</summary>
    public static bool HasNull(JsonNode? json) => json switch
    {
        JsonObject fields => fields.Any(field => HasNull(field.Key) || HasNull(field.Value)),
        JsonArray items => items.Any(HasNull),
        JsonValue value => value.TryGetValue(out string? text) && HasNull(text),
        _ => false,
    };
}
