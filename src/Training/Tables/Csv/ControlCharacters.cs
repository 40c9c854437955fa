using System.Buffers;

namespace LearnML.Training.Tables.Csv;

/// <summary>
/// The control characters that no text of a table may have: all below the space but tab, line breaks and form feed. Data that have them are
/// usually not text, and PostgreSQL cannot store U+0000.
/// </summary>
internal static class ControlCharacters
{
    private static readonly SearchValues<char> Refused =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (char)code).Except("\t\r\n\f")]);

    /// <summary>Returns the index of the first control character, or -1 if the text has none.</summary>
    public static int Find(ReadOnlySpan<char> text) => text.IndexOfAny(Refused);
}
