using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Files;

/// <summary>
/// The rows of JSON Lines files. Their columns are the names of all objects, in the order in which they first appear. A name that an object does
/// not have, and null, are missing values.
/// </summary>
internal sealed class JsonLineRows : RowSource
{
    private readonly IReadOnlyList<SourceFile> files;
    private readonly int maximumColumns;
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly char[] characters = ArrayPool<char>.Shared.Rent(CsvReaderFactory.MaximumRowLength / 16);
    private SourceFile file;

    /// <summary>Reads the column names of all files.</summary>
    /// <exception cref="TableFormatException">A line is not a JSON object, or there are too many names.</exception>
    public JsonLineRows(IReadOnlyList<SourceFile> files, int maximumColumns)
    {
        (this.files, this.maximumColumns, file) = (files, maximumColumns, files[0]);
        ReadLines((ref reader, line) => _ = ReadName(ref reader, line));
    }

    public override IReadOnlyList<string> ColumnNames => names;

    public override void WriteRows(CsvTextWriter writer)
    {
        var cells = new ArrayBufferWriter<char>();
        var ranges = new Range[names.Count];
        ReadLines(
            (ref reader, line) =>
            {
                var column = ReadName(ref reader, line);
                if (!ranges[column].Equals(default))
                {
                    throw CreateException(file, "the object has this name twice", line, names[column]);
                }

                // One character before each cell, so that an empty cell differs from a missing one.
                var start = cells.WrittenCount;
                cells.Write(" ");
                WriteValue(ref reader, cells, line, column);
                ranges[column] = start..cells.WrittenCount;
            },
            () =>
            {
                foreach (var range in ranges)
                {
                    writer.WriteField(range.Equals(default) ? [] : cells.WrittenSpan[range][1..]);
                }

                writer.EndRow();
                Array.Clear(ranges);
                cells.ResetWrittenCount();
            });
    }

    public override void Dispose() => ArrayPool<char>.Shared.Return(characters);

    private delegate void PropertyVisitor(ref Utf8JsonReader reader, int line);

    private void ReadLines(PropertyVisitor visit, Action? endLine = null)
    {
        foreach (var next in files)
        {
            file = next;
            ReadFile(visit, endLine);
        }
    }

    private void ReadFile(PropertyVisitor visit, Action? endLine)
    {
        using var lines = new ByteLineReader(File.OpenRead(file.Path), CsvReaderFactory.MaximumRowLength);
        try
        {
            while (lines.Read())
            {
                if (!lines.Current.Trim(" \t\r"u8).IsEmpty)
                {
                    ReadObject(lines.Current, lines.Line, visit);
                    endLine?.Invoke();
                }
            }
        }
        catch (JsonException exception)
        {
            throw CreateException(file, string.Create(CultureInfo.InvariantCulture,
                $"the line is not a JSON object (byte {exception.BytePositionInLine + 1}); write one object on each line"), lines.Line);
        }
        catch (InvalidDataException exception)
        {
            throw CreateException(file, exception.Message, lines.Line);
        }
    }

    private static void ReadObject(ReadOnlySpan<byte> text, int line, PropertyVisitor visit)
    {
        var reader = new Utf8JsonReader(text);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException(null, null, null, 0);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            visit(ref reader, line);
            reader.Skip();
        }

        while (reader.Read())
        {
            // Text after the object makes the reader throw.
        }
    }

    /// <summary>Returns the index of the property at which the reader stands, and moves to its value.</summary>
    private int ReadName(ref Utf8JsonReader reader, int line)
    {
        var name = CopyString(ref reader, line);
        if (!indices.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var index))
        {
            index = names.Count;
            if (index == maximumColumns)
            {
                throw CreateException(
                    file, string.Create(CultureInfo.InvariantCulture, $"the file has more than {maximumColumns} columns"), line);
            }

            names.Add(name.ToString());
            indices.Add(names[^1], index);
        }

        reader.Read();
        return index;
    }

    private void WriteValue(ref Utf8JsonReader reader, ArrayBufferWriter<char> cells, int line, int column)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.String:
                cells.Write(CopyString(ref reader, line));
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                throw CreateException(
                    file, "the value is a list or an object; a cell has one number, text, true, false or null", line, names[column]);
            default:
                var length = Encoding.UTF8.GetChars(reader.ValueSpan, cells.GetSpan(reader.ValueSpan.Length));
                cells.Advance(length);
                break;
        }
    }

    private ReadOnlySpan<char> CopyString(ref Utf8JsonReader reader, int line)
    {
        if (reader.ValueSpan.Length > characters.Length)
        {
            throw CreateException(file, string.Create(
                CultureInfo.InvariantCulture, $"a text has {reader.ValueSpan.Length} bytes; at most {characters.Length} can be read"), line);
        }

        try
        {
            return characters.AsSpan(0, reader.CopyString(characters));
        }
        catch (InvalidOperationException)
        {
            throw CreateException(file, "a text is not valid Unicode", line);
        }
    }
}
