using LearnML.Contracts;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Inspection.Footers;

/// <summary>Keeps the last rows of a file, to decide whether they are data.</summary>
internal sealed class LastRows
{
    /// <summary>The number of rows that are kept.</summary>
    public const int Count = 8;

    private readonly char[][] texts = [.. Enumerable.Repeat(Array.Empty<char>(), Count)];
    private readonly int[] lengths = new int[Count];
    private int next;

    /// <summary>Adds a row as it is in the file.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (texts[next].Length < text.Length)
        {
            texts[next] = new char[2 * text.Length];
        }

        text.CopyTo(texts[next]);
        (lengths[next], next) = (text.Length, (next + 1) % Count);
    }

    /// <summary>Returns the cells of the rows, the last row first.</summary>
    public IReadOnlyList<string[]> ReadFromEnd(CsvFormat format)
    {
        var rows = new List<string[]>();
        for (var back = 1; back <= Count; back++)
        {
            var place = (next + Count - back) % Count;
            using var row = new StringReader(new string(texts[place], 0, lengths[place]));
            using var reader = CsvReaderFactory.Create(row, format.Delimiter, format.Quote, int.MaxValue);
            if (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.RowFieldCount).Select(field => CsvReaderFactory.GetField(reader, field).ToString())]);
            }
        }

        return rows;
    }
}
