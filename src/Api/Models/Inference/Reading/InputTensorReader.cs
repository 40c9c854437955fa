using System.Text.Json;

namespace LearnML.Api.Models.Inference.Reading;

/// <summary>Reads the input tensors of a request. Their elements are only located; <see cref="TensorDataReader"/> reads them.</summary>
internal static class InputTensorReader
{
    private const string Name = "name";
    private const string Shape = "shape";
    private const string Type = "datatype";
    private const string Data = "data";
    private const int MaximumTensors = 10_000;
    private const int MaximumDimensions = 16;

    private static readonly string[] Fields = [Name, Shape, Type, TensorParameters.Field, Data];

    /// <summary>Reads the list of inputs.</summary>
    /// <param name="reader">Stands at the list; moves to its end.</param>
    /// <param name="length">The length of the body.</param>
    /// <param name="binary">Where the binary data of the next input starts; moves behind it.</param>
    public static List<InferenceTensor> Read(ref Utf8JsonReader reader, int length, ref int binary)
    {
        EnvelopeReader.RequireList(ref reader, "inputs");
        var (inputs, names) = (new List<InferenceTensor>(), new HashSet<string>(StringComparer.Ordinal));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var input = ReadInput(ref reader, length, ref binary);
            if (inputs.Count >= MaximumTensors || !names.Add(input.Name))
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
        EnvelopeReader.RequireObject(ref reader, true, "An input");
        string? name = null, datatype = null;
        long[]? shape = null;
        Range? data = null;
        long? size = null;
        var seen = 0;
        while (EnvelopeReader.ReadNextField(ref reader, Fields, ref seen) is { } field)
        {
            switch (field)
            {
                case Name:
                    name = EnvelopeReader.ReadString(ref reader, Name);
                    break;
                case Type:
                    datatype = EnvelopeReader.ReadString(ref reader, Type);
                    break;
                case Shape:
                    shape = ReadShape(ref reader);
                    break;
                case TensorParameters.Field:
                    size = TensorParameters.Read(ref reader).BinaryDataSize;
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

    private static long[] ReadShape(ref Utf8JsonReader reader)
    {
        EnvelopeReader.RequireList(ref reader, Shape);
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
}
