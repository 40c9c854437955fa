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

    /// <summary>Whether the quotation mark after the value is missing.</summary>
    public bool IsUnclosed { get; init; }
}
