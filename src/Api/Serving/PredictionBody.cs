using System.Text.Json;
using LearnML.Api.Limits;
using LearnML.Api.Requests;
using LearnML.Training.Predicting;

namespace LearnML.Api.Serving;

/// <summary>
/// Reads the JSON of a prediction straight into inputs, without an object per number. Beside our own forms, <c>instances</c> of
/// images and <c>rows</c> of a table, it takes those of MLflow's scoring servers: <c>dataframe_split</c>,
/// <c>dataframe_records</c>, <c>instances</c>, <c>inputs</c>
/// (https://mlflow.org/docs/latest/ml/deployment/deploy-model-locally/).
/// </summary>
internal static class PredictionBody
{
    private const string Split = "dataframe_split";
    private const string Data = "data";
    private const string ColumnNames = "columns";

    private const int MostColumns = 100_000;
    private const int MostErrors = 20;

    private static readonly string[] OfImages = ["instances", "inputs", Split];
    private static readonly string[] OfTables = ["rows", "dataframe_records", "instances", "inputs", Split];
    private static readonly string[] OfSplit = [ColumnNames, "index", Data];

    /// <summary>Reads it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="predictor">Whom it is for.</param>
    /// <param name="limits">How much it may hold.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="warnings">Takes values that the model cannot use.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The rows; whatever they are when something is wrong.</returns>
    /// <exception cref="JsonException">It is not JSON; nor is it where an <see cref="InvalidOperationException"/> is thrown.</exception>
    public static InputRows Read(ReadOnlySpan<byte> body, Predictor predictor, LimitOptions limits, FieldErrors errors, Warnings warnings, CancellationToken cancellation)
    {
        // A number takes two bytes at least.
        var rows = new InputRows(predictor.Description.Inputs, predictor.Encoder is null ? (body.Length / 2) + 1 : predictor.Description.Inputs);
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = limits.JsonDepth });
            if (predictor.Encoder is { } encoder)
            {
                Read(ref reader, OfTables, errors, new RowsReader(encoder, predictor.Description.Table!.Format.DecimalMark, rows, errors, warnings, limits.RowsPerPrediction, cancellation).Read);
            }
            else
            {
                Read(ref reader, OfImages, errors, new ImagesReader(predictor.Description.Image!, rows, limits.RowsPerPrediction, errors).Read);
            }

            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>The columns and the place of the data of a <c>dataframe_split</c>; the reader goes on behind it.</summary>
    /// <returns>A reader that stands at the data.</returns>
    public static Utf8JsonReader ReadSplit(ref Utf8JsonReader reader, FieldErrors errors, out List<string>? columns)
    {
        columns = null;
        var data = default(Utf8JsonReader);
        var given = new HashSet<string>();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add(Split, $"must be an object with {ColumnNames} and {Data}");
            reader.Skip();
            return data;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Form(ref reader, OfSplit) is not { } field)
            {
                Unknown(ref reader, $"{Split}.", OfSplit, errors);
                continue;
            }

            errors.Require(given.Add(field), $"{Split}.{field}", "is there twice");
            reader.Read();
            if (field == Data)
            {
                data = reader;
            }
            else if (field == ColumnNames)
            {
                columns = Names(reader, errors);
            }

            reader.Skip();
        }

        errors.Require(given.Contains(Data), $"{Split}.{Data}", "is required");
        return data;
    }

    private static List<string>? Names(Utf8JsonReader reader, FieldErrors errors)
    {
        var names = new List<string>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.String && names.Count < MostColumns)
            {
                names.Add(reader.GetString()!);
            }
        }

        var right = reader.TokenType == JsonTokenType.EndArray;
        errors.Require(right, $"{Split}.{ColumnNames}", $"must be a list of texts, at most {MostColumns}");
        return right ? names : null;
    }

    private static void Read(ref Utf8JsonReader reader, string[] forms, FieldErrors errors, ReadForm readForm)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add("$", $"must be a JSON object with the field {forms[0]}");
            reader.Skip();
        }

        string? found = null;
        while (reader.TokenType != JsonTokenType.None && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var form = Form(ref reader, forms);
            if (form is null)
            {
                Unknown(ref reader, "", forms, errors);
                continue;
            }

            errors.Require(found is null, form, found == form ? "is there twice" : $"cannot be beside {found}");
            reader.Read();
            if (found is null)
            {
                readForm(form, ref reader);
            }
            else
            {
                reader.Skip();
            }

            found = form;
        }

        while (reader.Read())
        {
            // To the end, so that anything after the object is refused.
        }

        errors.Require(found is not null || errors.Within("$"), forms[0], "is required");
    }

    /// <summary>Passes over a field that there is not; a small body can have millions.</summary>
    private static void Unknown(ref Utf8JsonReader reader, string path, string[] known, FieldErrors errors)
    {
        if (errors.Count < MostErrors)
        {
            errors.Add(path + reader.GetString(), $"is not a field here; the fields are {string.Join(", ", known)}");
        }

        reader.Skip();
    }

    private static string? Form(ref Utf8JsonReader reader, string[] forms)
    {
        foreach (var form in forms)
        {
            if (reader.ValueTextEquals(form))
            {
                return form;
            }
        }

        return null;
    }

    private delegate void ReadForm(string form, ref Utf8JsonReader reader);
}
