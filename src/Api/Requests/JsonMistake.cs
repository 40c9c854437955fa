using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LearnML.Api.Requests;

/// <summary>
/// Says what is wrong with a text that is not JSON, and where. The parser's own messages advise on its options, which callers do not have.
/// </summary>
internal static partial class JsonMistake
{
    private static readonly (string Part, string Reason)[] Reasons =
    [
        ("trailing comma", "a comma stands before the closing bracket; remove it"),
        ("depth to be zero", "the end is missing: a bracket is not closed"),
        ("reached end of data", "the end is missing: a string or a bracket is not closed"),
        ("any JSON tokens", "it is empty"),
        ("after a single JSON value", "there is more text after the JSON; send one JSON value"),
        ("leading zero", "a number does not begin with 0, unless it is 0 or has a decimal point after it"),
        ("transcode", "a string is not valid UTF-8, or has half of a surrogate pair"),
        ("surrogate", "a string has half of a surrogate pair"),
    ];

    /// <summary>Describes an exception that is <see cref="JsonBody.IsJsonError"/>, as the part of a sentence.</summary>
    public static string Describe(Exception exception)
    {
        var reason = Explain(exception.Message);
        return exception is JsonException { LineNumber: { } line, BytePositionInLine: { } column }
            ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, column {column + 1}: {reason}")
            : reason;
    }

    private static string Explain(string message)
    {
        if (Duplicate().Match(message) is { Success: true } duplicate)
        {
            return $"the field '{duplicate.Groups[1].Value}' appears twice";
        }

        if (Depth().Match(message) is { Success: true } depth)
        {
            return $"it is nested deeper than {depth.Groups[1].Value} levels";
        }

        if (Reasons.FirstOrDefault(known => message.Contains(known.Part, StringComparison.Ordinal)).Reason is { } reason)
        {
            return reason;
        }

        var unexpected = Unexpected().Match(message);
        return !unexpected.Success ? Position().Replace(message, "").Trim().TrimEnd('.')
            : unexpected.Groups[1].Value switch
            {
                "'" => "strings and names need double quotes, not single ones",
                "/" or "#" => "comments are not allowed",
                "0x0A" or "0x0D" => "a string has a line break; write \\n",
                "0x09" => "a string has a tab; write \\t",
                var other when message.Contains("property name", StringComparison.Ordinal) =>
                    $"a name in double quotes is expected, and not {Name(other)}",
                [var letter] when char.IsAsciiLetter(letter) => "a word is not expected here; JSON knows only true, false and null",
                var other when message.Contains("after a value", StringComparison.Ordinal) =>
                    $"a comma or a closing bracket is expected, and not {Name(other)}",
                var other => $"{Name(other)} is not expected here",
            };
    }

    private static string Name(string character) => character switch
    {
        "\"" => "a double quote",
        "," => "a comma",
        ":" => "a colon",
        _ => character,
    };

    [GeneratedRegex("Duplicate property '(.*?)'", RegexOptions.Singleline)]
    private static partial Regex Duplicate();

    [GeneratedRegex(@"maximum configured depth of (\d+)")]
    private static partial Regex Depth();

    [GeneratedRegex("^'(.+?)' is ", RegexOptions.Singleline)]
    private static partial Regex Unexpected();

    [GeneratedRegex(@"\s*(Path: .*)?(LineNumber: .*)?$", RegexOptions.Singleline)]
    private static partial Regex Position();
}
