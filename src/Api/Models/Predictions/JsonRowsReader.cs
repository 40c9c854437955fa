using System.Globalization;
using System.Text.Json;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Training.Predicting;

namespace LearnML.Api.Models.Predictions;

/// <summary>
/// Reads table rows from JSON: objects that map columns to values, a list of columns with lists of values, or columns with a list of values each.
/// </summary>
/// <param name="predictor">The model, which takes tables.</param>
/// <param name="rows">Receives the inputs.</param>
/// <param name="errors">Collects validation errors.</param>
/// <param name="warnings">Collects values that the model cannot use.</param>
/// <param name="maxRowsPerRequest">The largest number of rows.</param>
/// <param name="cancellationToken">Cancels reading.</param>
internal sealed class JsonRowsReader(
    Predictor predictor,
    InputRows rows,
    FieldErrors errors,
    PredictionWarnings warnings,
    int maxRowsPerRequest,
    CancellationToken cancellationToken)
{
    private readonly JsonCellReader cells = new(predictor.Encoder!, errors, warnings);
    private readonly int maxRows = InputRows.GetMaximumRows(predictor, maxRowsPerRequest);

    /// <summary>Returns the error for a request with more rows than allowed.</summary>
    public static string TooManyRows(int maxRows) =>
        string.Create(CultureInfo.InvariantCulture, $"must contain at most {maxRows:n0} rows; a CSV file (text/csv) has no row limit");

    /// <summary>Reads the rows of one input field.</summary>
    /// <param name="fieldName">The name of the field.</param>
    /// <param name="reader">Stands at the value of the field; moves to its end.</param>
    public void Read(string fieldName, ref Utf8JsonReader reader)
    {
        cells.FieldPath = fieldName;
        if (fieldName.EndsWith("split", StringComparison.Ordinal))
        {
            var data = PredictionBodyReader.ReadDataframeSplit(ref reader, errors, out var columns);
            cells.FieldPath += ".data";
            errors.Require(columns is not null || !errors.IsEmpty, "dataframe_split.columns", "is required");
            if (errors.IsEmpty)
            {
                var rowReader = new JsonListRowReader(columns!, cells, rows, errors, warnings);
                ReadRows(ref data, rowReader);
                rowReader.AddColumnWarnings();
            }
        }
        else if (fieldName == "inputs" && reader.TokenType == JsonTokenType.StartObject)
        {
            new JsonColumnsReader(cells, rows, maxRows, errors, warnings, cancellationToken).Read(ref reader);
        }
        else
        {
            ReadRows(ref reader, new JsonObjectRowReader(cells, rows, warnings));
        }

        errors.Require(rows.ValueCount > 0 || !errors.IsEmpty, cells.FieldPath, "must contain at least one row");
    }

    private void ReadRows(ref Utf8JsonReader reader, IJsonRowReader rowReader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            errors.Add(cells.FieldPath, "must be a list of rows");
            reader.Skip();
            return;
        }

        for (var row = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (errors.HasMany)
            {
                // Nothing is predicted, and no further error is told.
                reader.Skip();
            }
            else if (row >= maxRows)
            {
                cells.AddError("", TooManyRows(maxRows));
                reader.Skip();
            }
            else
            {
                rowReader.Read(row, ref reader);
            }
        }
    }
}
