using System.Text.Json;
using System.Text.Json.Serialization;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.State;

/// <summary>The entry for a tensor in the header of a safetensors file.</summary>
/// <param name="Dtype">The number type, for example <c>F32</c>.</param>
/// <param name="Shape">The shape.</param>
/// <param name="DataOffsets">The start and the end of the tensor's bytes, counted from the end of the header.</param>
internal sealed record SafetensorsEntry(string Dtype, long[] Shape, [property: JsonPropertyName("data_offsets")] long[] DataOffsets)
{
    private const int MaximumDimensions = 64;

    private static readonly Dictionary<string, ScalarType> ScalarTypes = new()
    {
        ["F32"] = torch.ScalarType.Float32,
        ["F64"] = torch.ScalarType.Float64,
        ["I64"] = torch.ScalarType.Int64,
        ["U8"] = torch.ScalarType.Byte,
    };

    /// <summary>The options for reading and writing headers. The format does not allow duplicate names.</summary>
    public static JsonSerializerOptions JsonOptions { get; } =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, AllowDuplicateProperties = false };

    /// <summary>TorchSharp's number type; null if the format's one is unknown.</summary>
    [JsonIgnore]
    public ScalarType? ScalarType => ScalarTypes.TryGetValue(Dtype, out var type) ? type : null;

    /// <summary>Returns the format's number type of a tensor.</summary>
    public static string DtypeOf(Tensor tensor) => ScalarTypes.Single(type => type.Value == tensor.dtype).Key;

    /// <summary>Returns the number of bytes that the tensor needs; null if its number type or shape is invalid, or if it is too large.</summary>
    public long? ByteCount()
    {
        // A tensor with a dimension of 0 needs no bytes. But libtorch multiplies the other dimensions for the strides, so their product is
        // checked too.
        Int128 size = ScalarType?.ElementSize() ?? 0;
        foreach (var length in Shape)
        {
            size *= Math.Max(1, length);
            if (length < 0 || size > long.MaxValue)
            {
                return null;
            }
        }

        return ScalarType is null || Shape.Length > MaximumDimensions ? null : Shape.Contains(0) ? 0 : (long)size;
    }
}
