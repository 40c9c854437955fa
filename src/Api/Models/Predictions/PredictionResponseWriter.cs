using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;

namespace LearnML.Api.Models.Predictions;

/// <summary>Writes a <see cref="PredictionResponse"/> directly from the outputs of a model, without an object per number.</summary>
internal static class PredictionResponseWriter
{
    private static readonly JsonEncodedText Model = JsonEncodedText.Encode("model");
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Predictions = JsonEncodedText.Encode("predictions");
    private static readonly JsonEncodedText Warnings = JsonEncodedText.Encode("warnings");
    private static readonly JsonEncodedText Label = JsonEncodedText.Encode(TensorNames.Label);
    private static readonly JsonEncodedText ClassIndex = JsonEncodedText.Encode("classIndex");
    private static readonly JsonEncodedText Probabilities = JsonEncodedText.Encode(TensorNames.Probabilities);
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode(TensorNames.Value);
    private static readonly JsonEncodedText IntervalName = JsonEncodedText.Encode("interval");
    private static readonly JsonEncodedText SetName = JsonEncodedText.Encode("set");
    private static readonly JsonEncodedText Low = JsonEncodedText.Encode("low");
    private static readonly JsonEncodedText High = JsonEncodedText.Encode("high");
    private static readonly JsonEncodedText ExplanationName = JsonEncodedText.Encode("explanation");

    /// <summary>Writes the response.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="version">The version that made the predictions.</param>
    /// <param name="predictor">The loaded model of that version.</param>
    /// <param name="outputs">The outputs of the model, [rows, outputs per row].</param>
    /// <param name="details">What each prediction has beside it.</param>
    /// <param name="warnings">The values that the model could not use.</param>
    public static void Write(
        Utf8JsonWriter json,
        ModelVersion version,
        Predictor predictor,
        ReadOnlySpan<float> outputs,
        PredictionDetails details,
        IEnumerable<PredictionWarning> warnings)
    {
        WriteStart(json, version);
        for (var row = 0; outputs.Length > 0; outputs = outputs[predictor.OutputsPerRow..], row++)
        {
            WriteRow(json, predictor, outputs[..predictor.OutputsPerRow], details, row);
        }

        WriteEnd(json, warnings);
    }

    /// <summary>Writes what stands before the predictions.</summary>
    public static void WriteStart(Utf8JsonWriter json, ModelVersion version)
    {
        json.WriteStartObject();
        json.WriteString(Model, version.Name);
        json.WriteNumber(Version, version.Version);
        json.WriteStartArray(Predictions);
    }

    /// <summary>Writes the prediction of one row.</summary>
    public static void WriteRow(
        Utf8JsonWriter json, Predictor predictor, ReadOnlySpan<float> outputs, PredictionDetails details, int row)
    {
        json.WriteStartObject();
        if (predictor.Description.Target is not null)
        {
            Write(json, predictor.Decode(outputs[0]), details.Intervals);
        }
        else
        {
            Write(json, predictor, outputs, details.Sets);
        }

        if (details.Explanations is not null)
        {
            json.WritePropertyName(ExplanationName);
            JsonSerializer.Serialize(json, details.Explanations.ToExplanation(row), WireFormat.Options);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes what stands behind the predictions.</summary>
    public static void WriteEnd(Utf8JsonWriter json, IEnumerable<PredictionWarning> warnings)
    {
        json.WriteEndArray();
        json.WriteStartArray(Warnings);
        foreach (var warning in warnings)
        {
            JsonSerializer.Serialize(json, warning, WireFormat.Options);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, double value, PredictionIntervals? intervals)
    {
        json.WriteNumber(Value, value);
        if (intervals?.Around(value) is var (low, high))
        {
            json.WriteStartObject(IntervalName);
            json.WriteNumber(Low, low);
            json.WriteNumber(High, high);
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, Predictor predictor, ReadOnlySpan<float> probabilities, PredictionSets? sets)
    {
        var (classes, best) = (predictor.Description.Classes, predictor.ClassOf(probabilities));
        json.WriteString(Label, classes[best]);
        json.WriteNumber(ClassIndex, best);
        json.WriteStartArray(Probabilities);
        foreach (var probability in probabilities)
        {
            json.WriteNumberValue(probability);
        }

        json.WriteEndArray();
        if (sets is not null)
        {
            json.WriteStartArray(SetName);
            foreach (var index in sets.Of(probabilities))
            {
                json.WriteStringValue(classes[index]);
            }

            json.WriteEndArray();
        }
    }
}
