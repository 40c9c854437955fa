using System.Text.Json;

namespace LearnML.Api.Models.Inference.Reading;

/// <summary>Reads the outputs that a request asks for.</summary>
internal static class RequestedOutputReader
{
    private const string Name = "name";

    private const int MaximumOutputs = 100;

    private static readonly string[] Fields = [Name, TensorParameters.Field];

    /// <summary>Reads the list of requested outputs.</summary>
    public static List<RequestedOutput> Read(ref Utf8JsonReader reader)
    {
        EnvelopeReader.RequireList(ref reader, "outputs");
        var (outputs, names) = (new List<RequestedOutput>(), new HashSet<string>(StringComparer.Ordinal));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            EnvelopeReader.RequireObject(ref reader, true, "An output");
            string? name = null;
            bool? isBinary = null;
            var seen = 0;
            while (EnvelopeReader.ReadNextField(ref reader, Fields, ref seen) is { } field)
            {
                if (field == Name)
                {
                    name = EnvelopeReader.ReadString(ref reader, Name);
                }
                else
                {
                    isBinary = TensorParameters.Read(ref reader).BinaryData;
                }
            }

            if (outputs.Count == MaximumOutputs)
            {
                throw new InferenceException($"The request has more than {MaximumOutputs} outputs.");
            }

            // A duplicate is an error, because each output is as large as a whole response.
            if (!names.Add(name ?? throw new InferenceException("An output has no name.")))
            {
                throw new InferenceException($"The output '{name}' appears twice.");
            }

            outputs.Add(new RequestedOutput(name, isBinary));
        }

        return outputs;
    }
}
