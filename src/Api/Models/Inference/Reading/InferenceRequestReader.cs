using System.Text.Json;
using LearnML.Api.Requests;

namespace LearnML.Api.Models.Inference.Reading;

/// <summary>
/// Reads inference requests: JSON, or JSON followed by the bytes of the tensors
/// (https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md).
/// </summary>
internal static class InferenceRequestReader
{
    /// <summary>The header that holds the length of the JSON if bytes follow it.</summary>
    public const string JsonLengthHeader = "Inference-Header-Content-Length";

    private const string Id = "id";
    private const string Inputs = "inputs";
    private const string Outputs = "outputs";

    private static readonly string[] Fields = [Id, Inputs, Outputs, TensorParameters.Field];

    /// <summary>Reads a request.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="jsonLength">The length of the JSON in bytes; null if the whole body is JSON.</param>
    /// <param name="maxDepth">The largest nesting depth of lists and objects.</param>
    /// <exception cref="InferenceException">The request is malformed.</exception>
    public static InferenceRequest Read(ReadOnlySpan<byte> body, string? jsonLength, int maxDepth)
    {
        var json = body.Length;
        if (jsonLength is not null && (!int.TryParse(jsonLength, out json) || json < 0 || json > body.Length))
        {
            throw new InferenceException($"The header {JsonLengthHeader} is '{jsonLength}'; it must be 0 to {body.Length}, the size of the body.");
        }

        try
        {
            return Read(body, json, maxDepth);
        }
        catch (Exception exception) when (JsonBody.IsJsonError(exception))
        {
            throw new InferenceException($"The request is not valid JSON: {JsonMistake.Describe(exception)}.");
        }
    }

    private static InferenceRequest Read(ReadOnlySpan<byte> body, int json, int maxDepth)
    {
        var reader = new Utf8JsonReader(body[..json], new JsonReaderOptions { MaxDepth = maxDepth });
        EnvelopeReader.RequireObject(ref reader, reader.Read(), "The request");
        string? id = null;
        List<InferenceTensor>? inputs = null;
        List<RequestedOutput>? outputs = null;
        var (parameters, binary, seen) = (default(TensorParameters), json, 0);
        while (EnvelopeReader.ReadNextField(ref reader, Fields, ref seen) is { } field)
        {
            switch (field)
            {
                case Id:
                    id = EnvelopeReader.ReadString(ref reader, Id);
                    break;
                case Inputs:
                    inputs = InputTensorReader.Read(ref reader, body.Length, ref binary);
                    break;
                case Outputs:
                    outputs = RequestedOutputReader.Read(ref reader);
                    break;
                default:
                    parameters = TensorParameters.Read(ref reader);
                    break;
            }
        }

        while (reader.Read())
        {
            // Reads to the end, because the reader throws if anything follows the object.
        }

        return inputs is null ? throw new InferenceException("The request has no inputs.")
            : binary != body.Length ? throw new InferenceException($"The request has {body.Length - binary} bytes after the data of its inputs.")
            : new InferenceRequest(id, inputs, outputs, parameters.BinaryDataOutput == true, parameters.Interval, parameters.Set);
    }
}
