using System.Text.RegularExpressions;

namespace LearnML.Api.Requests;

/// <summary>The rule for names of datasets and models. A valid name has no special meaning in a path, a URL or a shell.</summary>
internal static partial class ResourceName
{
    /// <summary>The error message for a name that is not valid.</summary>
    public const string Rule = "must be 1 to 63 of a-z, 0-9, '.', '_' and '-', and start with a letter or a digit";

    /// <summary>Returns whether a name is valid.</summary>
    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,62}\\z")]
    private static partial Regex Pattern();
}
