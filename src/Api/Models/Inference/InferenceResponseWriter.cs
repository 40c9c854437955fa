using System.Buffers;
using System.Globalization;
using LearnML.Api.Models.Serving;
using LearnML.Contracts;
using LearnML.Training.Predicting;

namespace LearnML.Api.Models.Inference;

/// <summary>Writes the response to an inference request.</summary>
internal static class InferenceResponseWriter
{
    private const string Json = "application/json";
    private const string OctetStream = "application/octet-stream";

    /// <summary>Writes the response. The caller flushes it.</summary>
    /// <exception cref="InferenceException">The request names an output that the model does not have.</exception>
    public static void Write(
        HttpResponse response, InferenceRequest request, ModelVersion version, Predictor predictor, float[] outputs, PredictionWarnings warnings)
    {
        var (buffer, binary) = (JsonResponseBuffer.ForCurrentThread(), new ArrayBufferWriter<byte>());
        var json = buffer.Writer;
        json.WriteStartObject();
        json.WriteString("model_name", version.Name);
        json.WriteString("model_version", version.Version.ToString(CultureInfo.InvariantCulture));
        if (request.Id is not null)
        {
            json.WriteString("id", request.Id);
        }

        if (warnings.Any)
        {
            json.WriteStartObject("parameters");
            json.WriteString("warnings", string.Join("; ", warnings.OrderedByRow.Select(
                problem => string.Create(CultureInfo.InvariantCulture, $"{problem.Column}[{problem.Row}]: {problem.Reason}"))));
            json.WriteEndObject();
        }

        json.WriteStartArray("outputs");
        foreach (var (name, isBinary) in SelectOutputs(request, predictor))
        {
            var (_, datatype, width) = InferenceOutputs.Describe(predictor).Single(output => output.Name == name);
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("datatype", datatype.Name);
            json.WriteStartArray("shape");
            json.WriteNumberValue(outputs.Length / predictor.OutputsPerRow);
            json.WriteNumberValue(width);
            json.WriteEndArray();
            if (isBinary)
            {
                json.WriteStartObject("parameters");
                json.WriteNumber("binary_data_size", InferenceOutputs.WriteBinary(binary, name, predictor, outputs));
                json.WriteEndObject();
            }
            else
            {
                json.WritePropertyName("data");
                InferenceOutputs.WriteJson(json, name, predictor, outputs);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        buffer.WriteTo(response, binary.WrittenCount > 0 ? OctetStream : Json, binary.WrittenSpan, InferenceRequestReader.JsonLengthHeader);
    }

    private static IReadOnlyList<(string Name, bool IsBinary)> SelectOutputs(InferenceRequest request, Predictor predictor)
    {
        var available = InferenceOutputs.Describe(predictor);
        if (request.Outputs is not { Count: > 0 } outputs)
        {
            return [.. available.Select(output => (output.Name, request.IsBinaryOutput))];
        }

        return outputs.FirstOrDefault(output => !available.Any(each => each.Name == output.Name)) is { } unknown
            ? throw new InferenceException(
                $"The model has no output '{unknown.Name}'; its outputs are {string.Join(", ", available.Select(each => each.Name))}.")
            : [.. outputs.Select(output => (output.Name, output.IsBinary ?? request.IsBinaryOutput))];
    }
}
