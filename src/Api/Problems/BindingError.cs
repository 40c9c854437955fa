using System.Text.RegularExpressions;

namespace LearnML.Api.Problems;

/// <summary>
/// Converts an exception of ASP.NET Core's parameter binding to a field and a reason, like those of our own validation errors.
/// </summary>
internal static partial class BindingError
{
    /// <summary>Returns the field with the error (<c>$</c> for the body) and the reason.</summary>
    /// <remarks>The message of the framework is replaced, because it names C# types.</remarks>
    public static (string Field, string Reason) Parse(BadHttpRequestException exception) =>
        InvalidValue().Match(exception.Message) is { Success: true } unfit
            ? (unfit.Groups["name"].Value, $"{Describe(unfit.Groups["type"].Value)}; it is '{unfit.Groups["value"].Value}'")
        : MissingValue().Match(exception.Message) is { Success: true } missing ? (missing.Groups["name"].Value, "is required")
        : ("$", exception.Message);

    private static string Describe(string type) => type.TrimEnd('?') switch
    {
        "int" or "long" => "must be a whole number",
        "double" => "must be a number",
        "bool" => "must be true or false",
        _ => "has the wrong format",
    };

    [GeneratedRegex("^Failed to bind parameter \"(?<type>\\S+) (?<name>\\w+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex InvalidValue();

    [GeneratedRegex("^Required parameter \"\\S+ (?<name>\\w+)\" was not provided from .+\\.$")]
    private static partial Regex MissingValue();
}
