using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;

namespace LearnML.Api.Models.Inference.Writing;

/// <summary>Writes the elements of output tensors directly from the outputs of a model.</summary>
internal static class OutputElements
{
    /// <summary>Writes the elements of one output as a flat JSON list.</summary>
    public static void WriteJson(Utf8JsonWriter json, string name, Predictor predictor, ReadOnlySpan<float> outputs, PredictionDetails details)
    {
        json.WriteStartArray();
        if (name == TensorNames.Probabilities)
        {
            foreach (var probability in outputs)
            {
                json.WriteNumberValue(probability);
            }
        }
        else
        {
            for (var rest = outputs; rest.Length > 0; rest = rest[predictor.OutputsPerRow..])
            {
                switch (name)
                {
                    case TensorNames.Label:
                        json.WriteStringValue(predictor.Description.Classes[predictor.ClassOf(rest[..predictor.OutputsPerRow])]);
                        break;
                    case TensorNames.ClassIndex:
                        json.WriteNumberValue(predictor.ClassOf(rest[..predictor.OutputsPerRow]));
                        break;
                    case TensorNames.Set:
                        foreach (var isInSet in MaskOf(rest[..predictor.OutputsPerRow], details.Sets!))
                        {
                            json.WriteBooleanValue(isInSet);
                        }

                        break;
                    default:
                        json.WriteNumberValue(NumberOf(name, predictor.Decode(rest[0]), details.Intervals));
                        break;
                }
            }
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the elements of one output as bytes.</summary>
    /// <returns>The number of bytes.</returns>
    public static int WriteBinary(
        IBufferWriter<byte> bytes, string name, Predictor predictor, ReadOnlySpan<float> outputs, PredictionDetails details)
    {
        var written = 0;
        for (var rest = outputs; rest.Length > 0; rest = rest[predictor.OutputsPerRow..])
        {
            var row = rest[..predictor.OutputsPerRow];
            written += name switch
            {
                TensorNames.Probabilities => WriteFloats(bytes, row),
                TensorNames.Label => WriteString(bytes, predictor.Description.Classes[predictor.ClassOf(row)]),
                TensorNames.ClassIndex => WriteInt64(bytes, predictor.ClassOf(row)),
                TensorNames.Set => WriteBooleans(bytes, MaskOf(row, details.Sets!)),
                _ => WriteInt64(bytes, BitConverter.DoubleToInt64Bits(NumberOf(name, predictor.Decode(row[0]), details.Intervals))),
            };
        }

        return written;
    }

    private static double NumberOf(string name, double value, PredictionIntervals? intervals) => name switch
    {
        TensorNames.Low => intervals!.Around(value).Low,
        TensorNames.High => intervals!.Around(value).High,
        _ => value,
    };

    /// <summary>Returns for each class whether it is in the set of a row.</summary>
    private static bool[] MaskOf(ReadOnlySpan<float> probabilities, PredictionSets sets)
    {
        var mask = new bool[probabilities.Length];
        foreach (var index in sets.Of(probabilities))
        {
            mask[index] = true;
        }

        return mask;
    }

    /// <summary>Writes each boolean as a byte, 0 or 1.</summary>
    private static int WriteBooleans(IBufferWriter<byte> bytes, bool[] booleans)
    {
        var span = bytes.GetSpan(booleans.Length);
        for (var place = 0; place < booleans.Length; place++)
        {
            span[place] = booleans[place] ? (byte)1 : (byte)0;
        }

        bytes.Advance(booleans.Length);
        return booleans.Length;
    }

    private static int WriteFloats(IBufferWriter<byte> bytes, ReadOnlySpan<float> numbers)
    {
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(sizeof(float)), number);
            bytes.Advance(sizeof(float));
        }

        return numbers.Length * sizeof(float);
    }

    private static int WriteInt64(IBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
        return sizeof(long);
    }

    /// <summary>Writes the length of a string, and then the string as UTF-8.</summary>
    private static int WriteString(IBufferWriter<byte> bytes, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var span = bytes.GetSpan(sizeof(uint) + length);
        BinaryPrimitives.WriteUInt32LittleEndian(span, (uint)length);
        Encoding.UTF8.GetBytes(text, span[sizeof(uint)..]);
        bytes.Advance(sizeof(uint) + length);
        return sizeof(uint) + length;
    }
}
