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

    // Excel stores a time of day as a part of its day 0.
    private static readonly DateTime ExcelDayZero = new(1899, 12, 31);

    private readonly StreamWriter text;
    private readonly SizeLimit limit;
    private readonly string subject;
    private readonly CancellationToken cancellationToken;
    private long writtenBytes;
    private bool isFirstField = true;

    /// <summary>Creates the file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="limit">The maximum size, without quotes.</param>
    /// <param name="subject">The table's name for error messages, as the start of a sentence.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public CsvTextWriter(string path, SizeLimit limit, string subject, CancellationToken cancellationToken)
    {
        (this.limit, this.subject, this.cancellationToken) = (limit, subject, cancellationToken);
        text = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16);
    }

    /// <summary>Returns the format of a time: without a clock time at midnight, without a date for a time of day in Excel, with Z in UTC.</summary>
    public static string FormatOf(DateTime time) =>
        time.Kind == DateTimeKind.Utc ? "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ"
        : time.Date == ExcelDayZero ? "HH:mm:ss"
        : time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd"
        : "yyyy-MM-ddTHH:mm:ss.FFFFFFF";

    /// <summary>Writes a field; an empty one is a missing value.</summary>
    /// <exception cref="TableFormatException">The field has a control character, or the table is too large.</exception>
    public void WriteField(ReadOnlySpan<char> field)
    {
        if (ControlCharacters.Find(field) is >= 0 and var control)
        {
            throw CreateException($"a text has the control character U+{(int)field[control]:X4}; remove such characters");
        }

        if (!isFirstField)
        {
            text.Write(Delimiter);
        }

        isFirstField = false;
        writtenBytes += Encoding.UTF8.GetByteCount(field) + 1;
        RequireWithinLimit();
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

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        cancellationToken.ThrowIfCancellationRequested();
        text.Write('\n');
        isFirstField = true;
    }

    public void Dispose() => text.Dispose();

    private void RequireWithinLimit()
    {
        if (writtenBytes > limit.Bytes)
        {
            throw CreateException($"as CSV it has more than {limit}");
        }
    }

    private TableFormatException CreateException(FormattableString reason) =>
        new(subject, [new TableProblem(null, null, FormattableString.Invariant(reason))]);

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
