using System.Text.Json;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Training.Predicting;

namespace LearnML.Api.Models.Predictions;

/// <summary>
/// Reads the JSON body of a prediction request directly into model inputs, without an object per number. The body has one input field:
/// <c>instances</c> for images, <c>rows</c> for a table, or a field of MLflow's scoring server: <c>dataframe_split</c>,
/// <c>dataframe_records</c>, <c>instances</c> or <c>inputs</c>
/// (https://mlflow.org/docs/latest/ml/deployment/deploy-model-locally/).
/// </summary>
internal static class PredictionBodyReader
{
    private const string DataframeSplit = "dataframe_split";
    private const string Data = "data";
    private const string ColumnNames = "columns";

    private const int MaximumColumns = 100_000;

    private static readonly string[] ImageFields = [TensorNames.Instances, "inputs", DataframeSplit];
    private static readonly string[] TableFields = [TensorNames.Rows, "dataframe_records", TensorNames.Instances, "inputs", DataframeSplit];
    private static readonly string[] SplitFields = [ColumnNames, "index", Data];

    /// <summary>Reads the body.</summary>
    /// <param name="body">The body, as UTF-8.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="limits">The largest depth and number of rows.</param>
    /// <param name="limit">Limits the memory of all requests together.</param>
    /// <param name="errors">Collects validation errors.</param>
    /// <param name="warnings">Collects values that the model cannot use.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <returns>The model inputs; incomplete if there are errors.</returns>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A string of the body is not valid UTF-8 or UTF-16.</exception>
    public static InputRows Read(
        ReadOnlySpan<byte> body,
        Predictor predictor,
        LimitOptions limits,
        PredictionLimit limit,
        FieldErrors errors,
        PredictionWarnings warnings,
        CancellationToken cancellationToken)
    {
        // A number and its comma take at least two bytes.
        var capacity = predictor.Encoder is null ? (body.Length / 2) + 1 : predictor.Description.Inputs;
        var rows = new InputRows(predictor.Description.Inputs, capacity, limit);
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = limits.JsonDepth });
            if (predictor.Encoder is not null)
            {
                var rowsReader = new JsonRowsReader(predictor, rows, errors, warnings, limits.RowsPerPrediction, cancellationToken);
                Read(ref reader, TableFields, errors, rowsReader.Read);
            }
            else
            {
                var imagesReader = new JsonImagesReader(
                    predictor.Description.Image!, rows, InputRows.GetMaximumRows(predictor, limits.RowsPerPrediction), errors);
                Read(ref reader, ImageFields, errors, imagesReader.Read);
            }

            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Reads the columns of a <c>dataframe_split</c> and finds its data. The reader moves to the end of the field.</summary>
    /// <returns>Another reader, which stands at the data.</returns>
    public static Utf8JsonReader ReadDataframeSplit(ref Utf8JsonReader reader, FieldErrors errors, out List<string>? columns)
    {
        columns = null;
        var data = default(Utf8JsonReader);
        var seen = new HashSet<string>();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add(DataframeSplit, $"must be an object with {ColumnNames} and {Data}");
            reader.Skip();
            return data;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (MatchField(ref reader, SplitFields) is not { } field)
            {
                SkipUnknownField(ref reader, $"{DataframeSplit}.", SplitFields, errors);
                continue;
            }

            errors.Require(seen.Add(field), $"{DataframeSplit}.{field}", "appears twice");
            reader.Read();
            if (field == Data)
            {
                data = reader;
            }
            else if (field == ColumnNames)
            {
                columns = ReadColumnNames(reader, errors);
            }

            reader.Skip();
        }

        errors.Require(seen.Contains(Data), $"{DataframeSplit}.{Data}", "is required");
        return data;
    }

    private static List<string>? ReadColumnNames(Utf8JsonReader reader, FieldErrors errors)
    {
        var names = new List<string>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.String && names.Count < MaximumColumns)
            {
                names.Add(reader.GetString()!);
            }
        }

        var isValid = reader.TokenType == JsonTokenType.EndArray;
        errors.Require(isValid, $"{DataframeSplit}.{ColumnNames}", $"must be a list of strings, at most {MaximumColumns}");
        return isValid ? names : null;
    }

    private static void Read(ref Utf8JsonReader reader, string[] fields, FieldErrors errors, InputReader readInput)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add("$", $"must be a JSON object with the field {fields[0]}");
            reader.Skip();
        }

        string? found = null;
        while (reader.TokenType != JsonTokenType.None && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var form = MatchField(ref reader, fields);
            if (form is null)
            {
                SkipUnknownField(ref reader, "", fields, errors);
                continue;
            }

            errors.Require(found is null, form, found == form ? "appears twice" : $"cannot be combined with {found}");
            reader.Read();
            if (found is null)
            {
                readInput(form, ref reader);
            }
            else
            {
                reader.Skip();
            }

            found = form;
        }

        while (reader.Read())
        {
            // Reads to the end, because the reader throws if anything follows the object.
        }

        errors.Require(found is not null || errors.HasErrorsIn("$"), fields[0], "is required");
    }

    /// <summary>Skips an unknown field and adds an error, up to a limit: a small body can have millions of unknown fields.</summary>
    private static void SkipUnknownField(ref Utf8JsonReader reader, string path, string[] known, FieldErrors errors)
    {
        if (!errors.HasMany)
        {
            errors.AddLimited(path + LongText.Shorten(reader.GetString()!), $"is not a known field; the fields are {string.Join(", ", known)}");
        }

        reader.Skip();
    }

    private static string? MatchField(ref Utf8JsonReader reader, string[] names)
    {
        foreach (var form in names)
        {
            if (reader.ValueTextEquals(form))
            {
                return form;
            }
        }

        return null;
    }

    private delegate void InputReader(string form, ref Utf8JsonReader reader);
}
