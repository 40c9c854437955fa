using System.Text.Json;
using System.Text.Json.Serialization;

namespace LearnML.Training.State;

/// <summary>The entry for a tensor in the header of a safetensors file.</summary>
/// <param name="Dtype">The number type, for example <c>F32</c>.</param>
/// <param name="Shape">The shape.</param>
/// <param name="DataOffsets">The start and the end of the tensor's bytes, counted from the end of the header.</param>
internal sealed record SafetensorsEntry(string Dtype, long[] Shape, [property: JsonPropertyName("data_offsets")] long[] DataOffsets)
{
    /// <summary>The options for reading and writing headers. The format does not allow duplicate names.</summary>
    public static JsonSerializerOptions JsonOptions { get; } =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, AllowDuplicateProperties = false };

    private const int MaximumDimensions = 64;

    /// <summary>Returns the number of bytes that the shape needs; null if the shape is invalid or too large.</summary>
    /// <param name="elementSize">The number of bytes of one value.</param>
    public long? ByteCount(int elementSize)
    {
        // A tensor with a dimension of 0 needs no bytes. But libtorch multiplies the other dimensions for the strides, so their product is
        // checked too.
        Int128 size = elementSize;
        foreach (var length in Shape)
        {
            size *= Math.Max(1, length);
            if (length < 0 || size > long.MaxValue)
            {
                return null;
            }
        }

        return Shape.Length > MaximumDimensions ? null : Shape.Contains(0) ? 0 : (long)size;
    }
}
