using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables;

namespace LearnML.Api.Serving;

/// <summary>Reads rows of a table: objects of columns and their values, lists of values beside the columns, or columns with their lists.</summary>
/// <param name="encoder">Makes inputs of values.</param>
/// <param name="decimalMark">Before the decimals of numbers in the model's table.</param>
/// <param name="rows">Takes the inputs.</param>
/// <param name="errors">Takes what is wrong with the form of the body.</param>
/// <param name="warnings">Takes values that the model cannot use.</param>
/// <param name="rowsPerRequest">How many rows there may be.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class RowsReader(RowEncoder encoder, char decimalMark, InputRows rows, FieldErrors errors, Warnings warnings, int rowsPerRequest, CancellationToken cancellation)
{
    private const int MostErrors = 20;
    private const int MostInputs = 1 << 26;
    private const int Unknown = -1;
    private const string NoSuchColumn = "the model takes no such column";

    private readonly bool[] given = new bool[encoder.Columns.Count];
    private readonly int mostRows = Math.Min(rowsPerRequest, MostInputs / encoder.Width);
    private char[] text = new char[256];
    private string field = "";

    /// <summary>Reads one of the forms.</summary>
    /// <param name="form">Its name.</param>
    /// <param name="reader">At its value; goes to its end.</param>
    public void Read(string form, ref Utf8JsonReader reader)
    {
        field = form;
        if (form.EndsWith("split", StringComparison.Ordinal))
        {
            var data = PredictionBody.ReadSplit(ref reader, errors, out var columns);
            field += ".data";
            errors.Require(columns is not null || !errors.None, "dataframe_split.columns", "is required");
            if (errors.None)
            {
                ReadList(ref data, Lists([.. columns!.Select(column => encoder.IndexOf(column))], columns!));
            }
        }
        else if (form == "inputs" && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadColumns(ref reader);
        }
        else
        {
            ReadList(ref reader, ReadRow);
        }

        errors.Require(rows.Count > 0 || !errors.None, field, "must hold at least one row");
    }

    private void ReadList(ref Utf8JsonReader reader, ReadOne readOne)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            errors.Add(field, "must be a list of rows");
            reader.Skip();
            return;
        }

        for (var row = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (row >= mostRows)
            {
                Wrong(field, string.Create(CultureInfo.InvariantCulture, $"may hold at most {mostRows:n0} rows; a CSV file, as text/csv, may have any number"));
                reader.Skip();
            }
            else
            {
                readOne(row, ref reader);
            }
        }
    }

    private void ReadRow(int row, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Wrong($"{field}[{row}]", "must be an object of columns and their values");
            reader.Skip();
            return;
        }

        Array.Clear(given);
        var inputs = rows.AddRow();
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Rows mostly come in the order of the table.
            var column = next < given.Length && reader.ValueTextEquals(encoder.Columns[next]) ? next : Find(ref reader, row);
            if (column == Unknown)
            {
                reader.Skip();
                continue;
            }

            next = column + 1;
            if (given[column])
            {
                Wrong($"{field}[{row}].{encoder.Columns[column]}", "is there twice");
                reader.Skip();
                continue;
            }

            given[column] = true;
            reader.Read();
            ReadValue(ref reader, row, column, inputs);
        }

        for (var column = 0; column < given.Length; column++)
        {
            if (!given[column])
            {
                Lack(row, column, inputs, "the row does not have it");
            }
        }
    }

    /// <summary>Reads rows that are lists of values.</summary>
    /// <param name="columns">The column of each value; <see cref="Unknown"/> for one that the model does not take.</param>
    /// <param name="names">Their names.</param>
    private ReadOne Lists(int[] columns, List<string> names)
    {
        foreach (var name in columns.Index().Where(column => column.Item != Unknown).GroupBy(column => column.Item).Where(column => column.Count() > 1).Select(column => encoder.Columns[column.Key]))
        {
            Wrong("dataframe_split.columns", $"names '{name}' twice");
        }

        int[] absent = [.. Enumerable.Range(0, given.Length).Except(columns)];
        string[] unknown = [.. names.Where((name, index) => columns[index] == Unknown && !encoder.IsPassedOver(name))];
        return (int row, ref Utf8JsonReader reader) =>
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                Wrong($"{field}[{row}]", "must be a list of values");
                reader.Skip();
                return;
            }

            var inputs = rows.AddRow();
            var count = 0;
            for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            {
                if (count < columns.Length && columns[count] != Unknown)
                {
                    ReadValue(ref reader, row, columns[count], inputs);
                }
                else
                {
                    reader.Skip();
                }
            }

            if (count != columns.Length)
            {
                Wrong($"{field}[{row}]", string.Create(CultureInfo.InvariantCulture, $"has {count} values; there are {columns.Length} columns"));
                return;
            }

            foreach (var column in absent)
            {
                Lack(row, column, inputs, "the rows do not have it");
            }

            for (var index = 0; index < unknown.Length && !warnings.IsFull; index++)
            {
                warnings.Add(new CellProblem(row, unknown[index], NoSuchColumn));
            }
        };
    }

    /// <summary>Reads columns, each with the list of its values, or one value.</summary>
    private void ReadColumns(ref Utf8JsonReader reader)
    {
        Array.Clear(given);
        var isFirst = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            cancellation.ThrowIfCancellationRequested();
            var column = Find(ref reader, row: 0);
            if (column == Unknown)
            {
                reader.Skip();
                continue;
            }

            if (given[column])
            {
                Wrong($"{field}.{encoder.Columns[column]}", "is there twice");
                reader.Skip();
                continue;
            }

            given[column] = true;
            reader.Read();
            ReadColumn(ref reader, column, isFirst);
            isFirst = false;
        }

        for (var column = 0; column < given.Length; column++)
        {
            for (var row = 0; row < rows.Rows && !given[column]; row++)
            {
                Lack(row, column, rows.Row(row), "the rows do not have it");
            }
        }
    }

    private void ReadColumn(ref Utf8JsonReader reader, int column, bool isFirst)
    {
        var count = 0;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadNext(ref reader);
        }
        else
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                ReadNext(ref reader);
            }
        }

        if (count != rows.Rows && errors.None)
        {
            Wrong($"{field}.{encoder.Columns[column]}", string.Create(CultureInfo.InvariantCulture, $"has {count} values; the first column has {rows.Rows}"));
        }

        void ReadNext(ref Utf8JsonReader reader)
        {
            if (count >= mostRows)
            {
                Wrong(field, string.Create(CultureInfo.InvariantCulture, $"may hold at most {mostRows:n0} rows; a CSV file, as text/csv, may have any number"));
                reader.Skip();
            }
            else if (isFirst || count < rows.Rows)
            {
                ReadValue(ref reader, count, column, isFirst ? rows.AddRow() : rows.Row(count));
            }
            else
            {
                reader.Skip();
            }

            count++;
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, int row, int column, Span<float> inputs)
    {
        string? reason = null;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                encoder.WriteMissing(column, inputs);
                break;
            case JsonTokenType.True:
            case JsonTokenType.False:
                reason = encoder.Write(column, reader.GetBoolean() ? "true" : "false", inputs);
                break;
            case JsonTokenType.Number:
                var digits = Text(reader.ValueSpan.Length)[..Encoding.ASCII.GetChars(reader.ValueSpan, text)];
                if (decimalMark != '.')
                {
                    digits.Replace('.', decimalMark);
                }

                reason = encoder.Write(column, digits, inputs);
                break;
            case JsonTokenType.String:
                reason = encoder.Write(column, Text(reader.ValueSpan.Length)[..reader.CopyString(text)], inputs);
                break;
            default:
                Wrong($"{field}[{row}].{encoder.Columns[column]}", "must be a number, a text, true, false or null");
                reader.Skip();
                break;
        }

        if (reason is not null)
        {
            warnings.Add(new CellProblem(row, encoder.Columns[column], reason));
        }
    }

    private void Lack(int row, int column, Span<float> inputs, string reason)
    {
        encoder.WriteMissing(column, inputs);
        warnings.Add(new CellProblem(row, encoder.Columns[column], reason));
    }

    private int Find(ref Utf8JsonReader reader, int row)
    {
        var name = Text(reader.ValueSpan.Length)[..reader.CopyString(text)];
        var column = encoder.IndexOf(name);
        if (column == Unknown && !warnings.IsFull && !encoder.IsPassedOver(name))
        {
            warnings.Add(new CellProblem(row, name.ToString(), NoSuchColumn));
        }

        return column;
    }

    private Span<char> Text(int length)
    {
        if (text.Length < length)
        {
            text = new char[2 * length];
        }

        return text;
    }

    private void Wrong(string path, string reason)
    {
        if (errors.Count < MostErrors)
        {
            errors.Add(path, reason);
        }
    }

    private delegate void ReadOne(int row, ref Utf8JsonReader reader);
}
