using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables;

namespace LearnML.Api.Serving;

/// <summary>
/// Reads table rows from JSON: objects that map columns to values, a list of columns with lists of values, or columns with a list of values each.
/// </summary>
/// <param name="encoder">Encodes values as model inputs.</param>
/// <param name="decimalMark">The decimal mark of the table that the model was trained on.</param>
/// <param name="rows">Receives the inputs.</param>
/// <param name="errors">Collects validation errors.</param>
/// <param name="warnings">Collects values that the model cannot use.</param>
/// <param name="rowsPerRequest">The largest number of rows.</param>
/// <param name="cancellation">Cancels reading.</param>
internal sealed class RowsReader(
    RowEncoder encoder,
    char decimalMark,
    InputRows rows,
    FieldErrors errors,
    Warnings warnings,
    int rowsPerRequest,
    CancellationToken cancellation)
{
    private const int MostErrors = 20;
    private const int MostInputs = 1 << 26;
    private const int Unknown = -1;
    private const string NoSuchColumn = "the model has no such column";

    private readonly bool[] isColumnSeen = new bool[encoder.Columns.Count];
    private readonly int maxRows = Math.Min(rowsPerRequest, MostInputs / encoder.Width);
    private char[] text = new char[256];
    private string field = "";

    /// <summary>Reads the rows of one input field.</summary>
    /// <param name="form">The name of the field.</param>
    /// <param name="reader">Stands at the value of the field; moves to its end.</param>
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

        errors.Require(rows.Count > 0 || !errors.None, field, "must contain at least one row");
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
            if (row >= maxRows)
            {
                Wrong(field, TooManyRows());
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
            Wrong($"{field}[{row}]", "must be an object that maps columns to values");
            reader.Skip();
            return;
        }

        Array.Clear(isColumnSeen);
        var inputs = rows.AddRow();
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Most rows have the columns in the order of the table, so the next column is tried first.
            var column = next < isColumnSeen.Length && reader.ValueTextEquals(encoder.Columns[next]) ? next : Find(ref reader, row);
            if (column == Unknown)
            {
                reader.Skip();
                continue;
            }

            next = column + 1;
            if (isColumnSeen[column])
            {
                Wrong($"{field}[{row}].{encoder.Columns[column]}", "appears twice");
                reader.Skip();
                continue;
            }

            isColumnSeen[column] = true;
            reader.Read();
            ReadValue(ref reader, row, column, inputs);
        }

        for (var column = 0; column < isColumnSeen.Length; column++)
        {
            if (!isColumnSeen[column])
            {
                Lack(row, column, inputs, "the row does not have this column");
            }
        }
    }

    /// <summary>Returns a function that reads a row that is a list of values.</summary>
    /// <param name="columns">The index of the column of each value; <see cref="Unknown"/> if the model has no such column.</param>
    /// <param name="names">The names of the columns.</param>
    private ReadOne Lists(int[] columns, List<string> names)
    {
        foreach (var column in columns.Where(column => column != Unknown).GroupBy(column => column).Where(column => column.Count() > 1))
        {
            Wrong("dataframe_split.columns", $"contains '{encoder.Columns[column.Key]}' more than once");
        }

        int[] missing = [.. Enumerable.Range(0, isColumnSeen.Length).Except(columns)];
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
                var reason = string.Create(CultureInfo.InvariantCulture, $"has {count} values; there are {columns.Length} columns");
                Wrong($"{field}[{row}]", reason);
                return;
            }

            foreach (var column in missing)
            {
                Lack(row, column, inputs, "the rows do not have this column");
            }

            for (var index = 0; index < unknown.Length && !warnings.IsFull; index++)
            {
                warnings.Add(new CellProblem(row, unknown[index], NoSuchColumn));
            }
        };
    }

    /// <summary>Reads columns, each with a list of values or a single value.</summary>
    private void ReadColumns(ref Utf8JsonReader reader)
    {
        Array.Clear(isColumnSeen);
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

            if (isColumnSeen[column])
            {
                Wrong($"{field}.{encoder.Columns[column]}", "appears twice");
                reader.Skip();
                continue;
            }

            isColumnSeen[column] = true;
            reader.Read();
            ReadColumn(ref reader, column, isFirst);
            isFirst = false;
        }

        for (var column = 0; column < isColumnSeen.Length; column++)
        {
            for (var row = 0; row < rows.Rows && !isColumnSeen[column]; row++)
            {
                Lack(row, column, rows.Row(row), "the rows do not have this column");
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
            var reason = string.Create(CultureInfo.InvariantCulture, $"has {count} values; the first column has {rows.Rows}");
            Wrong($"{field}.{encoder.Columns[column]}", reason);
        }

        void ReadNext(ref Utf8JsonReader reader)
        {
            if (count >= maxRows)
            {
                Wrong(field, TooManyRows());
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
                Wrong($"{field}[{row}].{encoder.Columns[column]}", "must be a number, a string, true, false or null");
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

    private string TooManyRows() =>
        string.Create(CultureInfo.InvariantCulture, $"must contain at most {maxRows:n0} rows; a CSV file (text/csv) has no row limit");

    private void Wrong(string path, string reason)
    {
        if (errors.Count < MostErrors)
        {
            errors.Add(path, reason);
        }
    }

    private delegate void ReadOne(int row, ref Utf8JsonReader reader);
}
