using System.Text.RegularExpressions;

namespace LearnML.Api.Requests;

/// <summary>The rules for names of datasets and models, and of aliases. A valid name has no special meaning in a path, a URL or a shell.</summary>
internal static partial class ResourceName
{
    /// <summary>The error message for a name that is not valid.</summary>
    public const string Rule = Characters + " or a digit";

    /// <summary>The error message for an alias that is not valid. An alias starts with a letter, so that it is not mistaken for a version.</summary>
    public const string AliasRule = Characters;

    private const string Characters = "must be 1 to 63 of a-z, 0-9, '.', '_' and '-', and start with a letter";

    /// <summary>Returns whether a name is valid.</summary>
    public static bool IsValid(string name) => Pattern().IsMatch(name);

    /// <summary>Returns whether an alias is valid.</summary>
    public static bool IsValidAlias(string alias) => AliasPattern().IsMatch(alias);

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,62}\\z")]
    private static partial Regex Pattern();

    [GeneratedRegex("^[a-z][a-z0-9._-]{0,62}\\z")]
    private static partial Regex AliasPattern();
}
