using System.Text.Json;
using LearnML.Api.Requests;

namespace LearnML.Api.Models.Inference;

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
    private const string Parameters = "parameters";
    private const string Name = "name";
    private const string Shape = "shape";
    private const string Type = "datatype";
    private const string Data = "data";
    private const string BinaryDataSize = "binary_data_size";
    private const string BinaryData = "binary_data";
    private const string BinaryDataOutput = "binary_data_output";
    private const int MaximumTensors = 10_000;
    private const int MaximumDimensions = 16;

    private static readonly string[] RequestFields = [Id, Inputs, Outputs, Parameters];
    private static readonly string[] InputFields = [Name, Shape, Type, Parameters, Data];
    private static readonly string[] OutputFields = [Name, Parameters];
    private static readonly string[] ParameterFields = [BinaryDataSize, BinaryData, BinaryDataOutput];

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
            throw new InferenceException($"The request is not valid JSON: {exception.Message}");
        }
    }

    private static InferenceRequest Read(ReadOnlySpan<byte> body, int json, int maxDepth)
    {
        var reader = new Utf8JsonReader(body[..json], new JsonReaderOptions { MaxDepth = maxDepth });
        RequireObject(ref reader, reader.Read(), "The request");
        string? id = null;
        List<InferenceTensor>? inputs = null;
        List<RequestedOutput>? outputs = null;
        var (isBinaryOutput, binary, seen) = (false, json, 0);
        while (ReadNextField(ref reader, RequestFields, ref seen) is { } field)
        {
            switch (field)
            {
                case Id:
                    id = ReadString(ref reader, Id);
                    break;
                case Inputs:
                    inputs = ReadInputs(ref reader, body.Length, ref binary);
                    break;
                case Outputs:
                    outputs = ReadOutputs(ref reader);
                    break;
                default:
                    isBinaryOutput = ReadParameters(ref reader).BinaryOutput == true;
                    break;
            }
        }

        while (reader.Read())
        {
            // Reads to the end, because the reader throws if anything follows the object.
        }

        return inputs is null ? throw new InferenceException("The request has no inputs.")
            : binary != body.Length ? throw new InferenceException($"The request has {body.Length - binary} bytes after the data of its inputs.")
            : new InferenceRequest(id, inputs, outputs, isBinaryOutput);
    }

    /// <summary>
    /// Moves to the value of the next known field. Unknown fields are skipped, because clients send fields of their own, such as KServe's
    /// <c>model_name</c>. Fields that are null are skipped too.
    /// </summary>
    /// <param name="reader">Stands in an object.</param>
    /// <param name="known">The known fields.</param>
    /// <param name="seen">One bit for each known field that has already appeared.</param>
    /// <returns>The field; null at the end of the object.</returns>
    private static string? ReadNextField(ref Utf8JsonReader reader, string[] known, ref int seen)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = known.Length - 1;
            while (index >= 0 && !reader.ValueTextEquals(known[index]))
            {
                index--;
            }

            reader.Read();
            if (index >= 0)
            {
                if ((seen & (1 << index)) != 0)
                {
                    throw new InferenceException($"The field '{known[index]}' appears twice.");
                }

                seen |= 1 << index;
                if (reader.TokenType != JsonTokenType.Null)
                {
                    return known[index];
                }
            }

            reader.Skip();
        }

        return null;
    }

    private static List<InferenceTensor> ReadInputs(ref Utf8JsonReader reader, int length, ref int binary)
    {
        RequireList(ref reader, Inputs);
        var inputs = new List<InferenceTensor>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var input = ReadInput(ref reader, length, ref binary);
            if (inputs.Count >= MaximumTensors || inputs.Exists(other => other.Name == input.Name))
            {
                throw new InferenceException(inputs.Count >= MaximumTensors
                    ? $"The request has more than {MaximumTensors} inputs."
                    : $"The input '{input.Name}' appears twice.");
            }

            inputs.Add(input);
        }

        return inputs;
    }

    private static InferenceTensor ReadInput(ref Utf8JsonReader reader, int length, ref int binary)
    {
        RequireObject(ref reader, true, "An input");
        string? name = null, datatype = null;
        long[]? shape = null;
        Range? data = null;
        long? size = null;
        var seen = 0;
        while (ReadNextField(ref reader, InputFields, ref seen) is { } field)
        {
            switch (field)
            {
                case Name:
                    name = ReadString(ref reader, Name);
                    break;
                case Type:
                    datatype = ReadString(ref reader, Type);
                    break;
                case Shape:
                    shape = ReadShape(ref reader);
                    break;
                case Parameters:
                    size = ReadParameters(ref reader).Size;
                    break;
                default:
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    data = start..(int)reader.BytesConsumed;
                    break;
            }
        }

        var type = Datatype.Find(datatype)
            ?? throw new InferenceException($"The input '{name}' has the unknown datatype '{datatype}'. Use one of {Datatype.Names}.");
        if (name is null || shape is null || (data is null) == (size is null))
        {
            throw new InferenceException(name is null ? "An input has no name."
                : shape is null ? $"The input '{name}' has no shape."
                : $"The input '{name}' must have either data or the parameter binary_data_size.");
        }

        if (size is not null)
        {
            if (size < 0 || size > length - binary)
            {
                throw new InferenceException($"The input '{name}' declares {size} bytes of data; the body has {length - binary} left.");
            }

            data = binary..(binary + (int)size);
            binary += (int)size;
        }

        return new InferenceTensor(name, type, shape, data!.Value, size is not null);
    }

    private static List<RequestedOutput> ReadOutputs(ref Utf8JsonReader reader)
    {
        RequireList(ref reader, Outputs);
        var (outputs, names) = (new List<RequestedOutput>(), new HashSet<string>(StringComparer.Ordinal));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            RequireObject(ref reader, true, "An output");
            string? name = null;
            bool? isBinary = null;
            var seen = 0;
            while (ReadNextField(ref reader, OutputFields, ref seen) is { } field)
            {
                if (field == Name)
                {
                    name = ReadString(ref reader, Name);
                }
                else
                {
                    isBinary = ReadParameters(ref reader).Binary;
                }
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

    /// <summary>Reads the parameters that are supported. Others are ignored, as the protocol requires.</summary>
    private static (long? Size, bool? Binary, bool? BinaryOutput) ReadParameters(ref Utf8JsonReader reader)
    {
        RequireObject(ref reader, true, "The parameters");
        long? size = null;
        bool? binary = null, binaryOutput = null;
        var seen = 0;
        while (ReadNextField(ref reader, ParameterFields, ref seen) is { } field)
        {
            switch (field)
            {
                case BinaryDataSize:
                    size = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var bytes)
                        ? bytes
                        : throw new InferenceException($"{BinaryDataSize} must be a whole number.");
                    break;
                case BinaryData:
                    binary = ReadBoolean(ref reader, BinaryData);
                    break;
                default:
                    binaryOutput = ReadBoolean(ref reader, BinaryDataOutput);
                    break;
            }
        }

        return (size, binary, binaryOutput);
    }

    private static bool ReadBoolean(ref Utf8JsonReader reader, string field) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? reader.GetBoolean()
            : throw new InferenceException($"{field} must be true or false.");

    private static long[] ReadShape(ref Utf8JsonReader reader)
    {
        RequireList(ref reader, Shape);
        var shape = new List<long>();
        Int128 count = 1;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var dimension)
                || dimension < 0 || shape.Count == MaximumDimensions)
            {
                throw new InferenceException($"A shape must be a list of at most {MaximumDimensions} whole numbers, none below 0.");
            }

            shape.Add(dimension);
            count *= dimension;
            if (count > Array.MaxLength)
            {
                throw new InferenceException($"The shape [{string.Join(", ", shape)}] is too large.");
            }
        }

        return shape.Count > 0 ? [.. shape] : throw new InferenceException("A shape must have at least one dimension.");
    }

    private static string ReadString(ref Utf8JsonReader reader, string field) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new InferenceException($"The {field} must be a string.");

    private static void RequireObject(ref Utf8JsonReader reader, bool hasToken, string what)
    {
        if (!hasToken || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InferenceException($"{what} must be a JSON object.");
        }
    }

    private static void RequireList(ref Utf8JsonReader reader, string what)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new InferenceException($"The {what} must be a list.");
        }
    }
}
