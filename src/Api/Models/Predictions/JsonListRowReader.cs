using System.Globalization;
using System.Text.Json;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;

namespace LearnML.Api.Models.Predictions;

/// <summary>Reads a row that is a list of values, in the order of a list of columns.</summary>
internal sealed class JsonListRowReader : IJsonRowReader
{
    private readonly JsonCellReader cells;
    private readonly InputRows rows;
    private readonly PredictionWarnings warnings;

    /// <summary>The index of the column of each value; <see cref="JsonCellReader.UnknownColumn"/> if the model has no such column.</summary>
    private readonly int[] columns;

    private readonly int[] missing;
    private readonly string[] similar;
    private readonly string[] unknown;

    /// <summary>Creates the reader, and checks the columns.</summary>
    /// <param name="names">The names of the columns.</param>
    /// <param name="cells">Reads the values.</param>
    /// <param name="rows">Receives the inputs.</param>
    /// <param name="errors">Collects validation errors.</param>
    /// <param name="warnings">Collects values that the model cannot use.</param>
    public JsonListRowReader(List<string> names, JsonCellReader cells, InputRows rows, FieldErrors errors, PredictionWarnings warnings)
    {
        (this.cells, this.rows, this.warnings) = (cells, rows, warnings);
        var encoder = cells.Encoder;
        columns = [.. names.Select(name => encoder.IndexOf(name) is >= 0 and var column ? column : encoder.IndexOfSimilar(name))];
        similar = [.. names.Where((name, index) => columns[index] >= 0 && encoder.Columns[columns[index]] != name)];
        missing = [.. Enumerable.Range(0, encoder.Columns.Count).Except(columns)];
        unknown = [.. names.Where((name, index) => columns[index] == JsonCellReader.UnknownColumn && !encoder.IsIgnored(name))];
        var counts = columns.Where(column => column != JsonCellReader.UnknownColumn).CountBy(column => column);
        foreach (var column in counts.Where(column => column.Value > 1))
        {
            errors.AddLimited("dataframe_split.columns", $"contains '{encoder.Columns[column.Key]}' more than once");
        }
    }

    public void Read(int row, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            cells.AddError($"[{row}]", "must be a list of values");
            reader.Skip();
            return;
        }

        var inputs = rows.AddRow(cells.Encoder.MissingRow);
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count < columns.Length && columns[count] != JsonCellReader.UnknownColumn)
            {
                cells.Read(ref reader, row, columns[count], inputs);
            }
            else
            {
                reader.Skip();
            }
        }

        if (count != columns.Length)
        {
            cells.AddError($"[{row}]", string.Create(CultureInfo.InvariantCulture, $"has {count} values; there are {columns.Length} columns"));
        }
    }

    /// <summary>Adds the warnings about columns, which are the same for every row. Called after the last row.</summary>
    public void AddColumnWarnings()
    {
        if (rows.RowCount == 0)
        {
            return;
        }

        foreach (var column in missing)
        {
            warnings.AddMissing(cells.Encoder.Columns, column, firstRow: 0, rows.RowCount);
        }

        foreach (var name in similar.Concat(unknown))
        {
            cells.FindSimilarColumn(name, firstRow: 0, rows.RowCount);
        }
    }
}
