using System.Runtime.CompilerServices;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables.Csv;

/// <summary>Opens CSV files with Sylvan's reader, always with the same options.</summary>
internal static class CsvReaderFactory
{
    /// <summary>The maximum number of characters in a row. A longer row is a mistake, and the whole row is held in memory.</summary>
    public const int MaximumRowLength = 1 << 24;

    /// <summary>The size of the read buffer, in characters.</summary>
    public const int BufferSize = 1 << 16;

    /// <summary>Returns a reader of all rows, the header included. It reads the first row immediately.</summary>
    /// <param name="text">The text.</param>
    /// <param name="delimiter">The character between fields.</param>
    /// <param name="quote">The character around fields.</param>
    /// <param name="maximumFields">The maximum number of fields in a row. A short row may have more; the caller checks this.</param>
    /// <exception cref="FieldLimitException">The first row has too many fields; other rows throw it when they are read.</exception>
    public static CsvDataReader Create(TextReader text, char delimiter, char quote, int maximumFields) => CsvDataReader.Create(
        new FieldLimitReader(text, delimiter, quote, maximumFields),
        new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = delimiter,
            Quote = quote,
            Escape = quote,
            Comment = '\0',
            BufferSize = BufferSize,
            MaxBufferSize = MaximumRowLength,
            ResultSetMode = ResultSetMode.SingleResult,
        });

    /// <summary>Returns a field of the current row without surrounding spaces, also inside quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<char> GetField(CsvDataReader reader, int field)
    {
        var text = reader.GetFieldSpan(field);
        return text.IsEmpty || (text[0] is > ' ' and < '\u0080' && text[^1] is > ' ' and < '\u0080') ? text : text.Trim();
    }
}
