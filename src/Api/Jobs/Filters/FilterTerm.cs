namespace LearnML.Api.Jobs.Filters;

/// <summary>One condition or one word of a filter, as it is written.</summary>
/// <param name="Name">The name of the field; null for a word.</param>
/// <param name="Operator">The characters of the comparison, such as <c>&lt;=</c>; empty for a word.</param>
/// <param name="Value">What the field is compared with, or the word.</param>
internal sealed record FilterTerm(string? Name, string Operator, string Value)
{
    /// <summary>Whether a minus stands before the condition.</summary>
    public bool IsNegated { get; init; }

    /// <summary>Whether the value is in quotation marks.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>The character that should end the value and is missing, a quotation mark or a bracket; null if nothing is missing.</summary>
    public char? MissingEnd { get; init; }

    /// <summary>The position of the value in the filter, from 1.</summary>
    public int Position { get; init; }
}
