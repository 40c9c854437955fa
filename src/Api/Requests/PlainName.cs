using System.Text.RegularExpressions;

namespace LearnML.Api.Requests;

/// <summary>What callers may call datasets and models: nothing that a path, an address or a shell reads otherwise.</summary>
internal static partial class PlainName
{
    /// <summary>The rule in words.</summary>
    public const string Rule = "must be 1 to 63 of a-z, 0-9, '.', '_' and '-', and start with a letter or a digit";

    /// <summary>Whether a name keeps to it.</summary>
    public static bool IsRight(string name) => Pattern().IsMatch(name);

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,62}\\z")]
    private static partial Regex Pattern();
}
