using System.Text.Json;
using LearnML.Api.Models.Serving;

namespace LearnML.Api.Models.Inference.Reading;

/// <summary>The parameters of a request, an input or an output that are supported; null where the request does not set them.</summary>
/// <param name="BinaryDataSize">The number of bytes of an input's elements, which follow the JSON.</param>
/// <param name="BinaryData">Whether an output is sent as bytes.</param>
/// <param name="BinaryDataOutput">Whether all outputs are sent as bytes.</param>
/// <param name="Interval">The level of the intervals around predicted numbers.</param>
/// <param name="Set">The level of the sets of classes.</param>
internal readonly record struct TensorParameters(
    long? BinaryDataSize, bool? BinaryData, bool? BinaryDataOutput, double? Interval, double? Set)
{
    /// <summary>The field that holds the parameters.</summary>
    public const string Field = "parameters";

    private const string SizeField = "binary_data_size";
    private const string BinaryField = "binary_data";
    private const string DefaultField = "binary_data_output";

    private static readonly string[] Fields = [SizeField, BinaryField, DefaultField, PredictionOptions.IntervalField, PredictionOptions.SetField];

    /// <summary>Reads the parameters that are supported. Others are ignored, as the protocol requires.</summary>
    public static TensorParameters Read(ref Utf8JsonReader reader)
    {
        EnvelopeReader.RequireObject(ref reader, true, "The parameters");
        long? size = null;
        bool? binary = null, binaryOutput = null;
        double? interval = null, set = null;
        var seen = 0;
        while (EnvelopeReader.ReadNextField(ref reader, Fields, ref seen) is { } field)
        {
            switch (field)
            {
                case SizeField:
                    size = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var bytes)
                        ? bytes
                        : throw new InferenceException($"{SizeField} must be a whole number.");
                    break;
                case BinaryField:
                    binary = EnvelopeReader.ReadBoolean(ref reader, BinaryField);
                    break;
                case PredictionOptions.IntervalField:
                    interval = ReadLevel(ref reader, PredictionOptions.IntervalField);
                    break;
                case PredictionOptions.SetField:
                    set = ReadLevel(ref reader, PredictionOptions.SetField);
                    break;
                default:
                    binaryOutput = EnvelopeReader.ReadBoolean(ref reader, DefaultField);
                    break;
            }
        }

        return new TensorParameters(size, binary, binaryOutput, interval, set);
    }

    private static double ReadLevel(ref Utf8JsonReader reader, string field) =>
        reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : throw new InferenceException($"{field} must be a number.");
}
