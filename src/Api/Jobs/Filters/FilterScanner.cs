using System.Text;

namespace LearnML.Api.Jobs.Filters;

/// <summary>Splits a filter into its terms.</summary>
/// <param name="text">The filter.</param>
internal sealed class FilterScanner(string text)
{
    /// <summary>The longer ones come first: a filter has <c>&lt;=</c> where it could also have <c>&lt;</c>.</summary>
    private static readonly string[] Operators = ["<=", ">=", "!=", "<", ">", "=", ":"];

    private int position;

    /// <summary>Returns the next term; null at the end.</summary>
    public FilterTerm? ReadTerm()
    {
        SkipSpaces();
        if (position == text.Length)
        {
            return null;
        }

        var start = position;
        var isNegated = text[position] == '-';
        position += isNegated ? 1 : 0;
        var name = ReadWhile(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_');
        SkipSpaces();
        if (name.Length > 0 && char.IsAsciiLetter(name[0]) && ReadOperator() is { } comparison)
        {
            SkipSpaces();
            return ReadValue() with { Name = name, Operator = comparison, IsNegated = isNegated };
        }

        position = start;
        return ReadValue();
    }

    private string? ReadOperator()
    {
        var found = Array.Find(Operators, each => string.CompareOrdinal(text, position, each, 0, each.Length) == 0);
        position += found?.Length ?? 0;
        return found;
    }

    /// <summary>Reads a value: in quotation marks, in brackets, or up to the next space.</summary>
    private FilterTerm ReadValue()
    {
        var start = position;
        if (position < text.Length && text[position] == '"')
        {
            var (quoted, isClosed) = ReadQuoted();
            return new FilterTerm(null, "", quoted) { IsQuoted = true, MissingEnd = isClosed ? null : '"', Position = start + 1 };
        }

        if (position < text.Length && text[position] == '[')
        {
            var list = ReadWhile(letter => letter != ']');
            var isClosed = position < text.Length;
            position += isClosed ? 1 : 0;
            return new FilterTerm(null, "", isClosed ? list + ']' : list) { MissingEnd = isClosed ? null : ']', Position = start + 1 };
        }

        return new FilterTerm(null, "", ReadWhile(letter => !char.IsWhiteSpace(letter))) { Position = start + 1 };
    }

    /// <summary>
    /// Reads up to the closing quotation mark. A backslash before a quotation mark or another backslash makes it part of the value.
    /// </summary>
    private (string Value, bool IsClosed) ReadQuoted()
    {
        var value = new StringBuilder();
        for (position++; position < text.Length && text[position] != '"'; position++)
        {
            position += text[position] == '\\' && position + 1 < text.Length && text[position + 1] is '"' or '\\' ? 1 : 0;
            value.Append(text[position]);
        }

        var isClosed = position < text.Length;
        position += isClosed ? 1 : 0;
        return (value.ToString(), isClosed);
    }

    private string ReadWhile(Predicate<char> isPart)
    {
        var start = position;
        while (position < text.Length && isPart(text[position]))
        {
            position++;
        }

        return text[start..position];
    }

    private void SkipSpaces() => ReadWhile(char.IsWhiteSpace);
}
