using System.Runtime.CompilerServices;
using Sylvan.Data.Csv;

namespace LearnML.Training.Tables;

/// <summary>CSV by Sylvan's reader, set up as every file here is read.</summary>
internal static class CsvFile
{
    /// <summary>The most characters of a row; a longer one is a mistake, and would be held in memory.</summary>
    public const int LongestRow = 1 << 24;

    /// <summary>What is read at once.</summary>
    public const int BufferSize = 1 << 16;

    /// <summary>A reader of all rows; it reads the first at once.</summary>
    public static CsvDataReader Open(TextReader text, char delimiter, char quote) => CsvDataReader.Create(text, new CsvDataReaderOptions
    {
        HasHeaders = false,
        Delimiter = delimiter,
        Quote = quote,
        Escape = quote,
        Comment = '\0',
        BufferSize = BufferSize,
        MaxBufferSize = LongestRow,
        ResultSetMode = ResultSetMode.SingleResult,
    });

    /// <summary>A field of the row that was read, without the spaces around it; those within quotes belong to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<char> Field(CsvDataReader reader, int field, char quote)
    {
        var text = reader.GetFieldSpan(field);
        return text.IsEmpty || (text[0] > ' ' && text[^1] > ' ') || IsQuoted(reader, text, quote) ? text : text.Trim();
    }

    /// <summary>A quoted field lies in its row behind a quote, or, where quotes in it were undoubled, elsewhere.</summary>
    private static bool IsQuoted(CsvDataReader reader, ReadOnlySpan<char> text, char quote)
    {
        var row = reader.GetRawRecordSpan();
        return !row.Overlaps(text, out var start) || (start > 0 && row[start - 1] == quote);
    }
}
