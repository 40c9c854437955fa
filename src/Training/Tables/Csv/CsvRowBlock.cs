namespace LearnML.Training.Tables.Csv;

/// <summary>Rows that were read ahead: their texts one after another, and the places of their fields.</summary>
internal sealed class CsvRowBlock
{
    private const int LargestKeptText = 1 << 20;

    private readonly List<Row> rows = [];
    private char[] text = [];
    private int textLength;
    private (int Start, int Length)[] fields = [];
    private int fieldCount;

    /// <summary>What ended the reading after the last row; null if nothing did.</summary>
    public CsvRowException? Failure { get; private set; }

    /// <summary>Whether there are no rows after this block.</summary>
    public bool IsLast { get; private set; }

    /// <summary>The number of rows.</summary>
    public int RowCount => rows.Count;

    /// <summary>Replaces the rows by the next rows of a file.</summary>
    /// <param name="records">The rows of the file.</param>
    /// <param name="fullLength">The block is full when it has so many characters.</param>
    public void Fill(CsvRecordReader records, int fullLength)
    {
        rows.Clear();
        (textLength, fieldCount) = (0, 0);
        if (text.Length > LargestKeptText)
        {
            text = []; // A single row can have millions of characters.
        }

        try
        {
            while (textLength < fullLength && !IsLast)
            {
                if (records.Read())
                {
                    Add(records);
                }
                else
                {
                    IsLast = true;
                }
            }
        }
        catch (CsvRowException exception)
        {
            (Failure, IsLast) = (exception, true);
        }
    }

    /// <summary>The line of the file at which a row begins, from 1.</summary>
    public int LineOf(int row) => rows[row].Line;

    /// <summary>The number of fields in a row.</summary>
    public int FieldCountOf(int row) => rows[row].FieldCount;

    /// <summary>A row as it is in the file.</summary>
    public ReadOnlySpan<char> RawTextOf(int row) => text.AsSpan(rows[row].Start, rows[row].Length);

    /// <summary>A field of a row without surrounding spaces.</summary>
    public ReadOnlySpan<char> FieldOf(int row, int field)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(field, rows[row].FieldCount);
        var (start, length) = fields[rows[row].FirstField + field];
        return text.AsSpan(start, length);
    }

    private void Add(CsvRecordReader record)
    {
        var raw = record.RawText;
        var start = Append(raw);
        rows.Add(new Row(record.Line, start, raw.Length, fieldCount, record.FieldCount));
        if (fields.Length < fieldCount + record.FieldCount)
        {
            Array.Resize(ref fields, Math.Max(2 * fields.Length, fieldCount + record.FieldCount));
        }

        for (var index = 0; index < record.FieldCount; index++)
        {
            // The text of a field with doubled quotes is not part of the row's text.
            var field = record[index];
            fields[fieldCount++] = (field.IsEmpty ? start : raw.Overlaps(field, out var offset) ? start + offset : Append(field), field.Length);
        }
    }

    private int Append(ReadOnlySpan<char> characters)
    {
        if (text.Length < textLength + characters.Length)
        {
            Array.Resize(ref text, Math.Max(2 * text.Length, textLength + characters.Length));
        }

        characters.CopyTo(text.AsSpan(textLength));
        textLength += characters.Length;
        return textLength - characters.Length;
    }

    private readonly record struct Row(int Line, int Start, int Length, int FirstField, int FieldCount);
}
