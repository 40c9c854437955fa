using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LearnML.Api.Models.Inference.Protocol;
using LearnML.Api.Models.Inference.Reading;
using LearnML.Api.Models.Serving;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;

namespace LearnML.Api.Models.Inference.Writing;

/// <summary>Writes the response to an inference request.</summary>
internal static class InferenceResponseWriter
{
    private const string Json = "application/json";
    private const string OctetStream = "application/octet-stream";

    /// <summary>Writes the response. The caller flushes it.</summary>
    /// <exception cref="InferenceException">The request names an output that the model does not have.</exception>
    public static void Write(
        HttpResponse response,
        InferenceRequest request,
        ModelVersion version,
        Predictor predictor,
        float[] outputs,
        PredictionDetails details,
        PredictionWarnings warnings)
    {
        var binary = new ArrayBufferWriter<byte>();
        var tensors = SelectOutputs(request, predictor, details)
            .ConvertAll(output => CreateTensor(output.Tensor, output.IsBinary ? binary : null, predictor, outputs, details));
        var parameters = warnings.Any ? new ResponseParameters(FormatWarnings(warnings)) : null;
        var versionNumber = version.Version.ToString(CultureInfo.InvariantCulture);
        var buffer = JsonResponseBuffer.ForCurrentThread();
        JsonSerializer.Serialize(
            buffer.Writer, new InferenceResponse(version.Name, versionNumber, request.Id, parameters, tensors), ProtocolJson.Options);
        buffer.WriteTo(response, binary.WrittenCount > 0 ? OctetStream : Json, binary.WrittenSpan, InferenceRequestReader.JsonLengthHeader);
    }

    private static List<(TensorDescription Tensor, bool IsBinary)> SelectOutputs(
        InferenceRequest request, Predictor predictor, PredictionDetails details)
    {
        var available = InferenceOutputs.Describe(predictor, details);
        if (request.Outputs is not { Count: > 0 } outputs)
        {
            return [.. available.Select(output => (output, request.IsBinaryOutput))];
        }

        return [.. outputs.Select(output => (Find(output.Name), output.IsBinary ?? request.IsBinaryOutput))];

        TensorDescription Find(string name) => available.FirstOrDefault(each => each.Name == name) ?? throw new InferenceException(
            $"The model has no output '{name}'; its outputs are {string.Join(", ", available.Select(each => each.Name))}.");
    }

    /// <summary>Creates a tensor of the response. Writes its elements to <paramref name="binary"/> unless that is null.</summary>
    private static OutputTensor CreateTensor(
        TensorDescription output, ArrayBufferWriter<byte>? binary, Predictor predictor, float[] outputs, PredictionDetails details)
    {
        int[] shape = [outputs.Length / predictor.OutputsPerRow, output.Width];
        return binary is null
            ? new OutputTensor(output.Name, output.Datatype.Name, shape, null, new OutputData(output.Name, predictor, outputs, details))
            : new OutputTensor(
                output.Name,
                output.Datatype.Name,
                shape,
                new OutputParameters(OutputElements.WriteBinary(binary, output.Name, predictor, outputs, details)),
                null);
    }

    private static string FormatWarnings(PredictionWarnings warnings) => string.Join("; ", warnings.OrderedByRow.Select(warning =>
        warning.Row == warning.LastRow
            ? string.Create(CultureInfo.InvariantCulture, $"{warning.Column}[{warning.Row}]: {WarningText.Describe(warning)}")
            : string.Create(CultureInfo.InvariantCulture, $"{warning.Column}[{warning.Row}-{warning.LastRow}]: {WarningText.Describe(warning)}")));
}
