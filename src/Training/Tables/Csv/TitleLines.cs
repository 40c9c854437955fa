namespace LearnML.Training.Tables.Csv;

/// <summary>
/// Counts the lines above the header or the first row that are not data: a title, comments that start with "# ", and empty lines. Nothing is counted
/// if it is not clear where the table begins.
/// </summary>
internal static class TitleLines
{
    private const int MaximumLines = 50;

    /// <summary>Returns the number of lines.</summary>
    /// <param name="text">The start of the file.</param>
    /// <param name="delimiter">The character between fields.</param>
    /// <param name="quote">The character around fields.</param>
    public static int Count(string text, char delimiter, char quote)
    {
        var lines = new StringReader(text);
        var (line, titles) = (0, 0);
        for (; lines.ReadLine() is { } row && line < MaximumLines; line++)
        {
            if (string.IsNullOrWhiteSpace(row))
            {
                continue;
            }

            var filled = CountFilled(row, delimiter, quote, out var width);
            if (filled > 1 && row is not ['#', ' ' or '#', ..])
            {
                return titles > 0 && IsTableWidth(lines, width, delimiter, quote) ? line : 0;
            }

            titles++;
        }

        return 0;
    }

    /// <summary>Whether most of the rows that follow have this width. A title with delimiters has another width than the table.</summary>
    private static bool IsTableWidth(StringReader lines, int width, char delimiter, char quote)
    {
        var (same, all) = (0, 0);
        while (all < MaximumLines && lines.ReadLine() is { } row)
        {
            if (!string.IsNullOrWhiteSpace(row))
            {
                CountFilled(row, delimiter, quote, out var fields);
                same += fields == width ? 1 : 0;
                all++;
            }
        }

        return 2 * same > all;
    }

    /// <summary>Counts the fields of a line, and those that are not empty. A line that is not CSV has one field.</summary>
    private static int CountFilled(string line, char delimiter, char quote, out int width)
    {
        var (filled, start, isQuoted) = (0, 0, false);
        width = 1;
        for (var index = 0; index <= line.Length; index++)
        {
            if (index == line.Length || (line[index] == delimiter && !isQuoted))
            {
                filled += string.IsNullOrWhiteSpace(line[start..index]) ? 0 : 1;
                width += index < line.Length ? 1 : 0;
                start = index + 1;
            }
            else if (line[index] == quote)
            {
                isQuoted = !isQuoted;
            }
        }

        return filled;
    }
}
