namespace LearnML.Training.Tables.Csv;

/// <summary>
/// Passes text on to Sylvan's reader, and stops it in a row with too many fields. That reader makes room for 32 more fields at a time, so the
/// time that it takes for a row grows with the square of the fields.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="delimiter">The character between fields.</param>
/// <param name="quote">The character around fields.</param>
/// <param name="maximumFields">The maximum number of fields in a row.</param>
internal sealed class FieldLimitReader(TextReader text, char delimiter, char quote, int maximumFields) : TextReader
{
    /// <summary>A row within one step is not checked here, so it has at most this many fields.</summary>
    private const int MaximumStep = 1 << 14;

    private int countedLength;
    private int knownLength;
    private int fields = 1;
    private bool isFieldStart = true;
    private bool isInQuotes;

    /// <summary>
    /// Reads the next characters. Sylvan's reader asks for them in the middle of a row, after it has moved the start of this row to the start of
    /// its buffer.
    /// </summary>
    /// <param name="buffer">Has the start of the row, up to <paramref name="index"/>.</param>
    /// <param name="index">Where the next characters go.</param>
    /// <param name="count">The maximum number of characters.</param>
    /// <exception cref="FieldLimitException">The row has too many fields.</exception>
    public override int Read(char[] buffer, int index, int count)
    {
        if (index != knownLength)
        {
            (countedLength, fields, isFieldStart, isInQuotes) = (0, 1, true, false);
        }

        CountFields(buffer.AsSpan(countedLength, index - countedLength));
        countedLength = index;
        var length = text.Read(buffer, index, Math.Min(count, MaximumStep));
        knownLength = index + length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            text.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Counts the fields of a part of a row. Delimiters in a quoted field do not count.</summary>
    private void CountFields(ReadOnlySpan<char> part)
    {
        while (!part.IsEmpty)
        {
            var isQuote = isInQuotes || (isFieldStart && part[0] == quote);
            var end = part.IndexOf(isQuote ? quote : delimiter);
            if (end < 0)
            {
                isFieldStart = false;
                return;
            }

            // After a closing quote, another quote begins a quoted text again: two quotes in a quoted field stand for one.
            isFieldStart = !isQuote || isInQuotes;
            isInQuotes = isQuote && !isInQuotes;
            fields += isQuote ? 0 : 1;
            part = part[(end + 1)..];
            if (fields > maximumFields)
            {
                throw new FieldLimitException();
            }
        }
    }
}
