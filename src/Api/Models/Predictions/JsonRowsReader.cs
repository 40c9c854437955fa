using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Models.Predictions;

/// <summary>
/// Reads table rows from JSON: objects that map columns to values, a list of columns with lists of values, or columns with a list of values each.
/// </summary>
/// <param name="encoder">Encodes values as model inputs.</param>
/// <param name="decimalMark">The decimal mark of the table that the model was trained on.</param>
/// <param name="rows">Receives the inputs.</param>
/// <param name="errors">Collects validation errors.</param>
/// <param name="warnings">Collects values that the model cannot use.</param>
/// <param name="maxRowsPerRequest">The largest number of rows.</param>
/// <param name="cancellationToken">Cancels reading.</param>
internal sealed class JsonRowsReader(
    RowEncoder encoder,
    char decimalMark,
    InputRows rows,
    FieldErrors errors,
    PredictionWarnings warnings,
    int maxRowsPerRequest,
    CancellationToken cancellationToken)
{
    private const int MaximumErrors = 20;
    private const int MaximumInputs = 1 << 26;
    private const int UnknownColumn = -1;
    private const string NoSuchColumn = "the model has no such column";

    private readonly bool[] isColumnSeen = new bool[encoder.Columns.Count];
    private readonly int maxRows = Math.Min(maxRowsPerRequest, MaximumInputs / encoder.Width);
    private char[] textBuffer = new char[256];
    private string fieldPath = "";

    /// <summary>Reads the rows of one input field.</summary>
    /// <param name="fieldName">The name of the field.</param>
    /// <param name="reader">Stands at the value of the field; moves to its end.</param>
    public void Read(string fieldName, ref Utf8JsonReader reader)
    {
        fieldPath = fieldName;
        if (fieldName.EndsWith("split", StringComparison.Ordinal))
        {
            var data = PredictionBodyReader.ReadDataframeSplit(ref reader, errors, out var columns);
            fieldPath += ".data";
            errors.Require(columns is not null || !errors.IsEmpty, "dataframe_split.columns", "is required");
            if (errors.IsEmpty)
            {
                ReadRows(ref data, CreateListRowReader([.. columns!.Select(column => encoder.IndexOf(column))], columns!));
            }
        }
        else if (fieldName == "inputs" && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadColumns(ref reader);
        }
        else
        {
            ReadRows(ref reader, ReadObjectRow);
        }

        errors.Require(rows.ValueCount > 0 || !errors.IsEmpty, fieldPath, "must contain at least one row");
    }

    private void ReadRows(ref Utf8JsonReader reader, RowReader readRow)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            errors.Add(fieldPath, "must be a list of rows");
            reader.Skip();
            return;
        }

        for (var row = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row >= maxRows)
            {
                AddError(fieldPath, TooManyRows());
                reader.Skip();
            }
            else
            {
                readRow(row, ref reader);
            }
        }
    }

    private void ReadObjectRow(int row, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            AddError($"{fieldPath}[{row}]", "must be an object that maps columns to values");
            reader.Skip();
            return;
        }

        Array.Clear(isColumnSeen);
        var inputs = rows.AddRow();
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Most rows have the columns in the order of the table, so the next column is tried first.
            var column = next < isColumnSeen.Length && reader.ValueTextEquals(encoder.Columns[next]) ? next : FindColumn(ref reader, row);
            if (column == UnknownColumn)
            {
                reader.Skip();
                continue;
            }

            next = column + 1;
            if (isColumnSeen[column])
            {
                AddError($"{fieldPath}[{row}].{encoder.Columns[column]}", "appears twice");
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
                WriteMissing(row, column, inputs, "the row does not have this column");
            }
        }
    }

    /// <summary>Returns a function that reads a row that is a list of values.</summary>
    /// <param name="columns">The index of the column of each value; <see cref="UnknownColumn"/> if the model has no such column.</param>
    /// <param name="names">The names of the columns.</param>
    private RowReader CreateListRowReader(int[] columns, List<string> names)
    {
        foreach (var column in columns.Where(column => column != UnknownColumn).GroupBy(column => column).Where(column => column.Count() > 1))
        {
            AddError("dataframe_split.columns", $"contains '{encoder.Columns[column.Key]}' more than once");
        }

        int[] missing = [.. Enumerable.Range(0, isColumnSeen.Length).Except(columns)];
        string[] unknown = [.. names.Where((name, index) => columns[index] == UnknownColumn && !encoder.IsIgnored(name))];
        return (int row, ref Utf8JsonReader reader) =>
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                AddError($"{fieldPath}[{row}]", "must be a list of values");
                reader.Skip();
                return;
            }

            var inputs = rows.AddRow();
            var count = 0;
            for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            {
                if (count < columns.Length && columns[count] != UnknownColumn)
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
                AddError($"{fieldPath}[{row}]", reason);
                return;
            }

            foreach (var column in missing)
            {
                WriteMissing(row, column, inputs, "the rows do not have this column");
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
            cancellationToken.ThrowIfCancellationRequested();
            var column = FindColumn(ref reader, row: 0);
            if (column == UnknownColumn)
            {
                reader.Skip();
                continue;
            }

            if (isColumnSeen[column])
            {
                AddError($"{fieldPath}.{encoder.Columns[column]}", "appears twice");
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
            for (var row = 0; row < rows.RowCount && !isColumnSeen[column]; row++)
            {
                WriteMissing(row, column, rows.GetRow(row), "the rows do not have this column");
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

        if (count != rows.RowCount && errors.IsEmpty)
        {
            var reason = string.Create(CultureInfo.InvariantCulture, $"has {count} values; the first column has {rows.RowCount}");
            AddError($"{fieldPath}.{encoder.Columns[column]}", reason);
        }

        void ReadNext(ref Utf8JsonReader reader)
        {
            if (count >= maxRows)
            {
                AddError(fieldPath, TooManyRows());
                reader.Skip();
            }
            else if (isFirst || count < rows.RowCount)
            {
                ReadValue(ref reader, count, column, isFirst ? rows.AddRow() : rows.GetRow(count));
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
                var digits = GetTextBuffer(reader.ValueSpan.Length)[..Encoding.ASCII.GetChars(reader.ValueSpan, textBuffer)];
                if (decimalMark != '.')
                {
                    digits.Replace('.', decimalMark);
                }

                reason = encoder.Write(column, digits, inputs);
                break;
            case JsonTokenType.String:
                reason = encoder.Write(column, GetTextBuffer(reader.ValueSpan.Length)[..reader.CopyString(textBuffer)], inputs);
                break;
            default:
                AddError($"{fieldPath}[{row}].{encoder.Columns[column]}", "must be a number, a string, true, false or null");
                reader.Skip();
                break;
        }

        if (reason is not null)
        {
            warnings.Add(new CellProblem(row, encoder.Columns[column], reason));
        }
    }

    private void WriteMissing(int row, int column, Span<float> inputs, string reason)
    {
        encoder.WriteMissing(column, inputs);
        warnings.Add(new CellProblem(row, encoder.Columns[column], reason));
    }

    private int FindColumn(ref Utf8JsonReader reader, int row)
    {
        var name = GetTextBuffer(reader.ValueSpan.Length)[..reader.CopyString(textBuffer)];
        var column = encoder.IndexOf(name);
        if (column == UnknownColumn && !warnings.IsFull && !encoder.IsIgnored(name))
        {
            warnings.Add(new CellProblem(row, name.ToString(), NoSuchColumn));
        }

        return column;
    }

    private Span<char> GetTextBuffer(int length)
    {
        if (textBuffer.Length < length)
        {
            textBuffer = new char[2 * length];
        }

        return textBuffer;
    }

    private string TooManyRows() =>
        string.Create(CultureInfo.InvariantCulture, $"must contain at most {maxRows:n0} rows; a CSV file (text/csv) has no row limit");

    private void AddError(string path, string reason)
    {
        if (errors.Count < MaximumErrors)
        {
            errors.Add(path, reason);
        }
    }

    private delegate void RowReader(int row, ref Utf8JsonReader reader);
}
