namespace LearnML.Training.Tables.Csv;

/// <summary>
/// Passes text on to Sylvan's reader, and stops it in a row with too many fields. That reader makes room for 32 more fields at a time, so the
/// time that it takes for a row grows with the square of the fields.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="delimiter">The character between fields.</param>
/// <param name="quote">The character around fields.</param>
/// <param name="maximumFields">The maximum number of fields in a row. A row shorter than one step may have more: at most as many as a step.</param>
internal sealed class FieldLimitReader(TextReader text, char delimiter, char quote, int maximumFields) : TextReader
{
    private const int StepLength = 1 << 14;

    private int knownLength;
    private int countedLength;
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
            // This is another row than the last time.
            (countedLength, fields, isFieldStart, isInQuotes) = (0, 1, true, false);
        }

        CountFields(buffer.AsSpan(0, index), stopsAtLineEnd: false);
        var length = ReadStep(0);

        // A long field is scanned again with each read, so a long row is doubled with each read, as long as the new part belongs to it.
        for (var step = length; step > 0 && length < index && CountFields(buffer.AsSpan(0, index + length), stopsAtLineEnd: true); length += step)
        {
            step = ReadStep(length);
        }

        knownLength = index + length;
        return length;

        int ReadStep(int start) => text.Read(buffer, index + start, Math.Min(count - start, StepLength));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            text.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Counts the fields of a row from where the last count ended. Delimiters in a quoted field do not count.</summary>
    /// <returns>False if the row may end at a line end in this part.</returns>
    private bool CountFields(ReadOnlySpan<char> row, bool stopsAtLineEnd)
    {
        while (countedLength < row.Length)
        {
            var rest = row[countedLength..];
            var isQuote = isInQuotes || (isFieldStart && rest[0] == quote);
            var end = isQuote ? rest.IndexOf(quote) : stopsAtLineEnd ? rest.IndexOfAny(delimiter, '\n', '\r') : rest.IndexOf(delimiter);
            if (end < 0)
            {
                (countedLength, isFieldStart) = (row.Length, false);
            }
            else if (!isQuote && rest[end] != delimiter)
            {
                (countedLength, isFieldStart) = (countedLength + end, false);
                return false;
            }
            else
            {
                // After a closing quote, another quote begins a quoted text again: two quotes in a quoted field stand for one.
                countedLength += end + 1;
                isFieldStart = !isQuote || isInQuotes;
                isInQuotes = isQuote && !isInQuotes;
                fields += isQuote ? 0 : 1;
            }

            if (fields > maximumFields)
            {
                throw new FieldLimitException(maximumFields);
            }
        }

        return true;
    }
}
