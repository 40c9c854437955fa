using System.Globalization;
using System.Text.Json;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;

namespace LearnML.Api.Models.Predictions;

/// <summary>Reads columns, each with a list of values or a single value.</summary>
/// <param name="cells">Reads the values.</param>
/// <param name="rows">Receives the inputs.</param>
/// <param name="maxRows">The largest number of rows.</param>
/// <param name="errors">Collects validation errors.</param>
/// <param name="warnings">Collects values that the model cannot use.</param>
/// <param name="cancellationToken">Cancels reading.</param>
internal sealed class JsonColumnsReader(
    JsonCellReader cells, InputRows rows, int maxRows, FieldErrors errors, PredictionWarnings warnings, CancellationToken cancellationToken)
{
    private readonly bool[] isColumnSeen = new bool[cells.Encoder.Columns.Count];

    /// <summary>Reads the columns.</summary>
    /// <param name="reader">Stands at an object that maps columns to values; moves to its end.</param>
    public void Read(ref Utf8JsonReader reader)
    {
        var isFirst = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var column = cells.FindColumn(ref reader, row: 0);
            if (column == JsonCellReader.UnknownColumn)
            {
                reader.Skip();
                continue;
            }

            if (isColumnSeen[column])
            {
                cells.AddError($".{cells.Encoder.Columns[column]}", "appears twice");
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
            if (!isColumnSeen[column])
            {
                warnings.AddMissing(cells.Encoder.Columns, column, firstRow: 0, rows.RowCount);
            }
        }
    }

    private void ReadColumn(ref Utf8JsonReader reader, int column, bool isFirst)
    {
        var count = 0;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadValue(ref reader, count++, column, isFirst);
        }
        else
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                ReadValue(ref reader, count++, column, isFirst);
            }
        }

        if (count != rows.RowCount && errors.IsEmpty)
        {
            var reason = string.Create(CultureInfo.InvariantCulture, $"has {count} values; the first column has {rows.RowCount}");
            cells.AddError($".{cells.Encoder.Columns[column]}", reason);
        }
    }

    private void ReadValue(ref Utf8JsonReader reader, int row, int column, bool isFirst)
    {
        if (row >= maxRows)
        {
            cells.AddError("", JsonRowsReader.TooManyRows(maxRows));
            reader.Skip();
        }
        else if (isFirst || row < rows.RowCount)
        {
            cells.Read(ref reader, row, column, isFirst ? rows.AddRow(cells.Encoder.MissingRow) : rows.GetRow(row));
        }
        else
        {
            reader.Skip();
        }
    }
}
