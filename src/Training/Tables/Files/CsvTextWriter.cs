using System.Buffers;
using System.Globalization;
using System.Text;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Files;

/// <summary>
/// Writes rows as CSV: UTF-8, commas, quotes where necessary, one line break after each row. A missing value is an empty field.
/// </summary>
internal sealed class CsvTextWriter : IDisposable
{
    public const char Delimiter = ',';
    public const char Quote = '"';

    private static readonly SearchValues<char> QuotedCharacters = SearchValues.Create(",\"\r\n");

    private readonly StreamWriter text;
    private readonly long maximumBytes;
    private readonly string subject;
    private readonly CancellationToken cancellationToken;
    private long writtenCharacters;
    private bool isFirstField = true;

    /// <summary>Creates the file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="maximumBytes">The maximum size. A character counts as one byte, at least.</param>
    /// <param name="subject">The table's name for error messages, as the start of a sentence.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public CsvTextWriter(string path, long maximumBytes, string subject, CancellationToken cancellationToken)
    {
        (this.maximumBytes, this.subject, this.cancellationToken) = (maximumBytes, subject, cancellationToken);
        text = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16);
    }

    /// <summary>Writes a field; an empty one is a missing value.</summary>
    public void WriteField(ReadOnlySpan<char> field)
    {
        if (!isFirstField)
        {
            text.Write(Delimiter);
        }

        isFirstField = false;
        writtenCharacters += field.Length + 1;
        if (field.ContainsAny(QuotedCharacters) || field.StartsWith("sep="))
        {
            WriteQuoted(field);
        }
        else
        {
            text.Write(field);
        }
    }

    /// <summary>Writes a number, a date or a time.</summary>
    public void WriteField<T>(T value, string? format = null)
        where T : ISpanFormattable
    {
        Span<char> buffer = stackalloc char[128];
        if (value.TryFormat(buffer, out var length, format, CultureInfo.InvariantCulture))
        {
            WriteField(buffer[..length]);
        }
        else
        {
            WriteField(value.ToString(format, CultureInfo.InvariantCulture).AsSpan());
        }
    }

    /// <summary>Writes a time: without a clock time at midnight, with Z in UTC.</summary>
    public void WriteField(DateTime time) => WriteField(time, time.TimeOfDay == TimeSpan.Zero && time.Kind != DateTimeKind.Utc
        ? "yyyy-MM-dd"
        : time.Kind == DateTimeKind.Utc ? "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF");

    /// <summary>Ends the row.</summary>
    /// <exception cref="TableFormatException">The table is too large.</exception>
    public void EndRow()
    {
        cancellationToken.ThrowIfCancellationRequested();
        text.Write('\n');
        isFirstField = true;
        if (writtenCharacters > maximumBytes)
        {
            throw new TableFormatException(subject, [new TableProblem(null, null, string.Create(
                CultureInfo.InvariantCulture, $"as CSV it has more than {maximumBytes} bytes (LearnML:MaximumUploadBytes)"))]);
        }
    }

    public void Dispose() => text.Dispose();

    private void WriteQuoted(ReadOnlySpan<char> field)
    {
        text.Write(Quote);
        foreach (var part in field.Split(Quote))
        {
            if (part.Start.Value > 0)
            {
                text.Write("\"\"");
            }

            text.Write(field[part]);
        }

        text.Write(Quote);
    }
}
