using System.Buffers.Binary;

namespace LearnML.Api.Models.Inference.Reading;

/// <summary>
/// A datatype of the Open Inference Protocol. Binary data is little-endian
/// (https://kserve.github.io/website/docs/concepts/architecture/data-plane/v2-protocol#tensor-data-types).
/// </summary>
/// <param name="Name">The name in the protocol.</param>
/// <param name="ElementSize">The size of an element in bytes; 0 for <c>BYTES</c>, whose elements start with their length.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
internal sealed record Datatype(string Name, int ElementSize, double Minimum, double Maximum)
{
    /// <summary>Strings.</summary>
    public static readonly Datatype Bytes = new("BYTES", 0, 0, 0);

    /// <summary>Booleans.</summary>
    public static readonly Datatype Bool = new("BOOL", 1, 0, 1);

    /// <summary>Floating-point numbers of 64 bits.</summary>
    public static readonly Datatype Fp64 = new("FP64", 8, double.MinValue, double.MaxValue);

    /// <summary>Floating-point numbers of 32 bits.</summary>
    public static readonly Datatype Fp32 = new("FP32", 4, float.MinValue, float.MaxValue);

    /// <summary>Integers of 64 bits.</summary>
    public static readonly Datatype Int64 = new("INT64", 8, long.MinValue, long.MaxValue);

    private static readonly Datatype[] All =
    [
        Bool,
        new("UINT8", 1, byte.MinValue, byte.MaxValue),
        new("UINT16", 2, ushort.MinValue, ushort.MaxValue),
        new("UINT32", 4, uint.MinValue, uint.MaxValue),
        new("UINT64", 8, ulong.MinValue, ulong.MaxValue),
        new("INT8", 1, sbyte.MinValue, sbyte.MaxValue),
        new("INT16", 2, short.MinValue, short.MaxValue),
        new("INT32", 4, int.MinValue, int.MaxValue),
        Int64,
        new("FP16", 2, -65504, 65504),
        new("BF16", 2, float.MinValue, float.MaxValue),
        Fp32,
        Fp64,
        Bytes,
    ];

    /// <summary>Whether it holds only integers; booleans count as 1 and 0.</summary>
    public bool IsInteger { get; } = Name == "BOOL" || Name.Contains("INT", StringComparison.Ordinal);

    /// <summary>Returns the datatype with a name; null if there is none.</summary>
    public static Datatype? Find(string? name) => Array.Find(All, type => type.Name == name);

    /// <summary>The names of all datatypes, separated by commas.</summary>
    public static string Names => string.Join(", ", All.Select(type => type.Name));

    /// <summary>Returns the number in the bytes of one element.</summary>
    public double Read(ReadOnlySpan<byte> element) => Name switch
    {
        "BOOL" => element[0] == 0 ? 0 : 1,
        "UINT8" => element[0],
        "INT8" => (sbyte)element[0],
        "UINT16" => BinaryPrimitives.ReadUInt16LittleEndian(element),
        "INT16" => BinaryPrimitives.ReadInt16LittleEndian(element),
        "UINT32" => BinaryPrimitives.ReadUInt32LittleEndian(element),
        "INT32" => BinaryPrimitives.ReadInt32LittleEndian(element),
        "UINT64" => BinaryPrimitives.ReadUInt64LittleEndian(element),
        "INT64" => BinaryPrimitives.ReadInt64LittleEndian(element),
        "FP16" => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
        "BF16" => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(element) << 16),
        "FP32" => BinaryPrimitives.ReadSingleLittleEndian(element),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(element),
    };
}
