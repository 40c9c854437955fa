using System.Text.Json;
using LearnML.Api.Models.Serving;

namespace LearnML.Api.Models.Predictions;

/// <summary>Reads a row that is an object, which maps columns to values.</summary>
/// <param name="cells">Reads the values.</param>
/// <param name="rows">Receives the inputs.</param>
/// <param name="warnings">Collects values that the model cannot use.</param>
internal sealed class JsonObjectRowReader(JsonCellReader cells, InputRows rows, PredictionWarnings warnings) : IJsonRowReader
{
    private readonly bool[] isColumnSeen = new bool[cells.Encoder.Columns.Count];

    public void Read(int row, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            cells.AddError($"[{row}]", "must be an object that maps columns to values");
            reader.Skip();
            return;
        }

        Array.Clear(isColumnSeen);
        var inputs = rows.AddRow(cells.Encoder.MissingRow);
        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Most rows have the columns in the order of the table, so the next column is tried first.
            var isNext = next < isColumnSeen.Length && reader.ValueTextEquals(cells.Encoder.Columns[next]);
            var column = isNext ? next : cells.FindColumn(ref reader, row);
            if (column == JsonCellReader.UnknownColumn)
            {
                reader.Skip();
                continue;
            }

            next = column + 1;
            if (isColumnSeen[column])
            {
                cells.AddError($"[{row}].{cells.Encoder.Columns[column]}", "appears twice");
                reader.Skip();
                continue;
            }

            isColumnSeen[column] = true;
            reader.Read();
            cells.Read(ref reader, row, column, inputs);
        }

        for (var column = 0; column < isColumnSeen.Length; column++)
        {
            if (!isColumnSeen[column])
            {
                warnings.AddMissing(cells.Encoder.Columns, column, row);
            }
        }
    }
}
