using System.Text.RegularExpressions;

namespace LearnML.Api.Problems;

/// <summary>What is wrong with a request that could not even be read, in the words and by the fields that every other wrong request is told by.</summary>
internal static partial class UnreadRequest
{
    /// <summary>The field that is wrong, <c>$</c> for the body, and the reason.</summary>
    /// <remarks>The framework's own words for a parameter name the types of this code.</remarks>
    public static (string Field, string Reason) Of(BadHttpRequestException exception) =>
        Unfit().Match(exception.Message) is { Success: true } unfit ? (unfit.Groups["name"].Value, $"{Expectation(unfit.Groups["type"].Value)}; it is '{unfit.Groups["value"].Value}'")
        : Missing().Match(exception.Message) is { Success: true } missing ? (missing.Groups["name"].Value, "is required")
        : ("$", exception.Message);

    private static string Expectation(string type) => type.TrimEnd('?') switch
    {
        "int" or "long" => "must be a whole number",
        "double" => "must be a number",
        "bool" => "must be true or false",
        _ => "is of another form",
    };

    [GeneratedRegex("^Failed to bind parameter \"(?<type>\\S+) (?<name>\\w+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex Unfit();

    [GeneratedRegex("^Required parameter \"\\S+ (?<name>\\w+)\" was not provided from .+\\.$")]
    private static partial Regex Missing();
}
