using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace LearnML.Training.Datasets;

/// <summary>
/// The content of a gzip-compressed IDX file of unsigned bytes: two zero bytes, the type of the values, the number of
/// dimensions, each dimension as a big-endian number, then the values.
/// </summary>
internal sealed record IdxFile(IReadOnlyList<int> Dimensions, byte[] Values)
{
    private const byte UnsignedByte = 0x08;

    // Deflate cannot do better than 258 bytes from 2 bits.
    private const int MostBytesFromOne = 1032;

    /// <summary>Reads a file that must have that many dimensions, to its last byte.</summary>
    /// <exception cref="DatasetFormatException">The file is something else, damaged or cut short.</exception>
    public static async Task<IdxFile> ReadAsync(string path, int rank, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        await CheckGzipAsync(file, path, cancellationToken);
        await using var content = new GZipStream(file, CompressionMode.Decompress);
        try
        {
            var dimensions = await ReadDimensionsAsync(content, path, rank, cancellationToken);
            var promised = dimensions.Aggregate(UInt128.One, (product, dimension) => product * dimension);
            if (promised > (UInt128)file.Length * MostBytesFromOne || promised > (UInt128)Array.MaxLength)
            {
                throw new DatasetFormatException(path, string.Create(CultureInfo.InvariantCulture,
                    $"its header promises {string.Join(" x ", dimensions)} bytes, more than its {file.Length} compressed bytes can hold"));
            }

            var values = new byte[(int)promised];
            var read = await content.ReadAtLeastAsync(values, values.Length, false, cancellationToken);
            if (read < values.Length)
            {
                throw new DatasetFormatException(path, $"it is cut short: it holds {read} of the {values.Length} bytes that its header promises");
            }

            if (await content.ReadAsync(new byte[1], cancellationToken) > 0)
            {
                throw new DatasetFormatException(path, $"it goes on after the {values.Length} bytes that its header promises");
            }

            await CheckEndAsync(file, path, (long)promised + HeaderLength(rank), cancellationToken);
            return new IdxFile([.. dimensions.Select(dimension => (int)dimension)], values);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetFormatException(path, "its compressed data is damaged or cut short: the content or its gzip checksum is wrong", e);
        }
    }

    private static async Task CheckGzipAsync(FileStream file, string path, CancellationToken cancellationToken)
    {
        var start = new byte[2];
        var read = await file.ReadAtLeastAsync(start, 2, false, cancellationToken);
        if (read == 0)
        {
            throw new DatasetFormatException(path, "it is empty");
        }

        if (read < 2 || start is not [0x1f, 0x8b])
        {
            throw new DatasetFormatException(path, $"it is not a gzip file: it starts with {Hex(start.AsSpan(0, read))} where 1f 8b is expected");
        }

        file.Position = 0;
    }

    /// <summary>A gzip file ends with the length of its content; what was cut off there, or appended, the decompression does not miss.</summary>
    private static async Task CheckEndAsync(FileStream file, string path, long length, CancellationToken cancellationToken)
    {
        var told = new byte[sizeof(uint)];
        file.Seek(-told.Length, SeekOrigin.End);
        await file.ReadExactlyAsync(told, cancellationToken);
        if (BinaryPrimitives.ReadUInt32LittleEndian(told) != (uint)length)
        {
            throw new DatasetFormatException(path, $"it does not end as a gzip file of {length} bytes does: it is cut short at its very end, or something follows");
        }
    }

    private static int HeaderLength(int rank) => sizeof(uint) + (rank * sizeof(uint));

    private static async Task<uint[]> ReadDimensionsAsync(Stream content, string path, int rank, CancellationToken cancellationToken)
    {
        var magic = new byte[4];
        await ReadHeaderAsync(magic);
        if (magic is not [0, 0, ..])
        {
            throw new DatasetFormatException(path, $"it is not an IDX file: it starts with {Hex(magic)} where 00 00 08 {rank:x2} is expected");
        }

        if (magic[2] != UnsignedByte)
        {
            throw new DatasetFormatException(path, $"its values are of IDX type 0x{magic[2]:x2} where unsigned bytes, 0x08, are expected");
        }

        if (magic[3] != rank)
        {
            throw new DatasetFormatException(path, $"its number of dimensions is {magic[3]} where {rank} is expected");
        }

        var bytes = new byte[rank * sizeof(uint)];
        await ReadHeaderAsync(bytes);
        var dimensions = new uint[rank];
        for (var i = 0; i < rank; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(i * sizeof(uint)));
        }

        return dimensions.Contains(0u)
            ? throw new DatasetFormatException(path, $"its header promises {string.Join(" x ", dimensions)} bytes, which is nothing")
            : dimensions;

        async Task ReadHeaderAsync(byte[] header)
        {
            if (await content.ReadAtLeastAsync(header, header.Length, false, cancellationToken) < header.Length)
            {
                throw new DatasetFormatException(path, $"it is cut short: it ends within its header of {HeaderLength(rank)} bytes");
            }
        }
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes).Chunk(2)
        .Select(pair => new string(pair)).Aggregate((left, right) => $"{left} {right}");
}
