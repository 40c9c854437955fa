using System.Text.Json;
using System.Text.Json.Serialization;

namespace LearnML.Training.Checkpoints;

/// <summary>What the header of a safetensors file says of a tensor.</summary>
/// <param name="Dtype">The type of its numbers.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="DataOffsets">Where its bytes begin and end, from the end of the header.</param>
internal sealed record SafetensorsEntry(string Dtype, long[] Shape, [property: JsonPropertyName("data_offsets")] long[] DataOffsets)
{
    /// <summary>How headers are read and written; the format forbids a name that is there twice.</summary>
    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, AllowDuplicateProperties = false };

    private const int MostDimensions = 64;

    /// <summary>The bytes that the shape asks for; null where there is no such shape.</summary>
    /// <param name="elementSize">The bytes of a number.</param>
    public long? Size(int elementSize)
    {
        // A length of 0 asks for no bytes, but the other lengths are still multiplied for where rows begin.
        Int128 size = elementSize;
        foreach (var length in Shape)
        {
            size *= Math.Max(1, length);
            if (length < 0 || size > long.MaxValue)
            {
                return null;
            }
        }

        return Shape.Length > MostDimensions ? null : Shape.Contains(0) ? 0 : (long)size;
    }
}
