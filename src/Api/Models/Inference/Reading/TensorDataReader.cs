using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnML.Api.Requests;

namespace LearnML.Api.Models.Inference.Reading;

/// <summary>Reads the elements of a tensor, without an object per element.</summary>
internal static class TensorDataReader
{
    private const int LengthSize = sizeof(uint);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads all elements of a tensor.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="body">The body of the request.</param>
    /// <param name="elements">Receives the elements.</param>
    /// <exception cref="InferenceException">The data does not match the shape or the datatype of the tensor.</exception>
    public static void Read<T>(InferenceTensor tensor, ReadOnlySpan<byte> body, ref T elements)
        where T : ITensorElementSink
    {
        if (!tensor.IsBinary)
        {
            try
            {
                ReadJson(tensor, body[tensor.Data], ref elements);
            }
            catch (Exception exception) when (JsonBody.IsJsonError(exception))
            {
                throw InvalidTensor(tensor, $"has data that is not valid JSON: {JsonMistake.Describe(exception)}");
            }
        }
        else if (tensor.Datatype == Datatype.Bytes)
        {
            ReadStrings(tensor, body[tensor.Data], ref elements);
        }
        else
        {
            ReadNumbers(tensor, body[tensor.Data], ref elements);
        }
    }

    private static void ReadNumbers<T>(InferenceTensor tensor, ReadOnlySpan<byte> bytes, ref T elements)
        where T : ITensorElementSink
    {
        var (type, size) = (tensor.Datatype, tensor.Datatype.ElementSize);
        if (bytes.Length != (long)tensor.Count * size)
        {
            throw InvalidTensor(tensor, $"has {bytes.Length} bytes of data; its shape needs {(long)tensor.Count * size}");
        }
        if (type == Datatype.Fp32)
        {
            for (var start = 0; start < bytes.Length; start += sizeof(float))
            {
                elements.Add(BinaryPrimitives.ReadSingleLittleEndian(bytes[start..]));
            }

            return;
        }

        for (var start = 0; start < bytes.Length; start += size)
        {
            elements.Add(type.Read(bytes.Slice(start, size)));
        }
    }

    private static void ReadStrings<T>(InferenceTensor tensor, ReadOnlySpan<byte> bytes, ref T elements)
        where T : ITensorElementSink
    {
        for (var element = 0; element < tensor.Count; element++)
        {
            if (bytes.Length < LengthSize)
            {
                throw InvalidTensor(tensor, $"ends before element {element}");
            }
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (length > bytes.Length - LengthSize)
            {
                throw InvalidTensor(tensor, $"declares {length} bytes for element {element}, but has only {bytes.Length - LengthSize}");
            }
            AddString(tensor, bytes.Slice(LengthSize, (int)length), element, ref elements);
            bytes = bytes[(LengthSize + (int)length)..];
        }

        if (!bytes.IsEmpty)
        {
            throw InvalidTensor(tensor, $"has {bytes.Length} bytes after its {tensor.Count} elements");
        }
    }

    private static void AddString<T>(InferenceTensor tensor, ReadOnlySpan<byte> bytes, int element, ref T elements)
        where T : ITensorElementSink
    {
        var text = ArrayPool<char>.Shared.Rent(bytes.Length + 1);
        try
        {
            elements.Add(text.AsSpan(0, StrictUtf8.GetChars(bytes, text)));
        }
        catch (DecoderFallbackException)
        {
            throw InvalidTensor(tensor, $"has bytes in element {element} that are not valid UTF-8");
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    /// <summary>Reads elements from JSON: a flat list, or lists nested as the shape defines.</summary>
    private static void ReadJson<T>(InferenceTensor tensor, ReadOnlySpan<byte> json, ref T elements)
        where T : ITensorElementSink
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw InvalidTensor(tensor, "must have a list as data");
        }
        Span<long> counts = stackalloc long[tensor.Shape.Length + 1];
        var (depth, deepest, count) = (0, 0, 0L);
        do
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                if (depth >= tensor.Shape.Length)
                {
                    throw InvalidTensor(tensor, "has data that is nested deeper than its shape");
                }
                counts[++depth] = 0;
                counts[depth - 1]++;
                continue;
            }

            if (reader.TokenType == JsonTokenType.EndArray)
            {
                if ((depth > 1 || deepest > 1) && counts[depth] != tensor.Shape[depth - 1])
                {
                    throw InvalidTensor(tensor, $"has a list of {counts[depth]} where its shape has {tensor.Shape[depth - 1]}");
                }
                depth--;
                continue;
            }

            if (deepest != 0 && deepest != depth)
            {
                throw InvalidTensor(tensor, "has elements and lists at the same level");
            }
            if (depth != 1 && depth != tensor.Shape.Length)
            {
                throw InvalidTensor(tensor, "has data that is nested less deep than its shape; use a flat list, or nest it as deep as the shape");
            }
            deepest = depth;
            counts[depth]++;
            if (count++ >= tensor.Count)
            {
                throw InvalidTensor(tensor, $"has more data than the {tensor.Count} elements of its shape");
            }
            AddJsonElement(tensor, ref reader, count - 1, ref elements);
        }
        while (depth > 0 && reader.Read());

        if (count != tensor.Count)
        {
            throw InvalidTensor(tensor, $"has {count} elements of data; its shape needs {tensor.Count}");
        }
    }

    private static void AddJsonElement<T>(InferenceTensor tensor, ref Utf8JsonReader reader, long element, ref T elements)
        where T : ITensorElementSink
    {
        var type = tensor.Datatype;
        switch (reader.TokenType)
        {
            case JsonTokenType.String when type == Datatype.Bytes:
                var text = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length + 1);
                elements.Add(text.AsSpan(0, reader.CopyString(text)));
                ArrayPool<char>.Shared.Return(text);
                break;
            case JsonTokenType.Null:
                elements.AddMissing();
                break;
            case JsonTokenType.True or JsonTokenType.False when type == Datatype.Bool:
                elements.Add(reader.GetBoolean() ? 1 : 0);
                break;
            case JsonTokenType.Number when type != Datatype.Bytes:
                var number = reader.GetDouble();
                if (!(number >= type.Minimum && number <= type.Maximum && (!type.IsInteger || double.IsInteger(number))))
                {
                    throw InvalidTensor(tensor, string.Create(
                        CultureInfo.InvariantCulture, $"has element {element}, {number}, which is not a valid {type.Name}"));
                }
                elements.Add(number);
                break;
            default:
                var kind = reader.TokenType.ToString().ToLowerInvariant();
                throw InvalidTensor(tensor, $"has element {element}, a {kind}, which is not a valid {type.Name}");
        }
    }

    private static InferenceException InvalidTensor(InferenceTensor tensor, string reason) => new($"The tensor '{tensor.Name}' {reason}.");
}
