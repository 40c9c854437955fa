using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace LearnML.Training.Datasets.Files;

/// <summary>
/// The content of a gzip-compressed IDX file of unsigned bytes. The format: two zero bytes, the type of the values, the number of
/// dimensions, each dimension as a big-endian uint32, then the values.
/// </summary>
/// <param name="Dimensions">The size of each dimension.</param>
/// <param name="Values">The values, the last dimension contiguous.</param>
internal sealed record IdxFile(IReadOnlyList<int> Dimensions, byte[] Values)
{
    private const byte UnsignedByte = 0x08;

    // The maximum compression ratio of Deflate: 258 bytes from 2 bits.
    private const int MaximumCompressionRatio = 1032;

    /// <summary>Reads a whole file and checks its length and checksum.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="rank">The expected number of dimensions.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DatasetFormatException">The file has another format, is damaged or is cut short.</exception>
    public static async Task<IdxFile> ReadAsync(string path, int rank, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        await CheckGzipAsync(file, path, cancellationToken);
        await using var content = new GZipStream(file, CompressionMode.Decompress);
        try
        {
            var dimensions = await ReadDimensionsAsync(content, path, rank, cancellationToken);
            var declared = dimensions.Aggregate(UInt128.One, (product, dimension) => product * dimension);
            if (declared > (UInt128)file.Length * MaximumCompressionRatio || declared > (UInt128)Array.MaxLength)
            {
                throw new DatasetFormatException(path, string.Create(CultureInfo.InvariantCulture,
                    $"its header declares {string.Join(" x ", dimensions)} bytes, more than its {file.Length} compressed bytes can hold"));
            }

            var values = new byte[(int)declared];
            var read = await content.ReadAtLeastAsync(values, values.Length, false, cancellationToken);
            if (read < values.Length)
            {
                throw new DatasetFormatException(path, $"it is cut short: it holds {read} of the {values.Length} bytes that its header declares");
            }

            if (await content.ReadAsync(new byte[1], cancellationToken) > 0)
            {
                throw new DatasetFormatException(path, $"it has more data after the {values.Length} bytes that its header declares");
            }

            await CheckEndAsync(file, path, (long)declared + GetHeaderLength(rank), cancellationToken);
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
            throw new DatasetFormatException(path, $"it is not a gzip file: it starts with {ToHex(start.AsSpan(0, read))} instead of 1f 8b");
        }

        file.Position = 0;
    }

    /// <summary>
    /// Checks the content length in the last bytes of a gzip file. Decompression does not notice if bytes are missing or added there.
    /// </summary>
    private static async Task CheckEndAsync(FileStream file, string path, long length, CancellationToken cancellationToken)
    {
        var storedLength = new byte[sizeof(uint)];
        file.Seek(-storedLength.Length, SeekOrigin.End);
        await file.ReadExactlyAsync(storedLength, cancellationToken);
        if (BinaryPrimitives.ReadUInt32LittleEndian(storedLength) != (uint)length)
        {
            throw new DatasetFormatException(
                path, $"it does not end like a gzip file of {length} bytes: it is cut short at its end, or other data follows");
        }
    }

    private static int GetHeaderLength(int rank) => sizeof(uint) + (rank * sizeof(uint));

    private static async Task<uint[]> ReadDimensionsAsync(Stream content, string path, int rank, CancellationToken cancellationToken)
    {
        var magic = new byte[4];
        await ReadHeaderAsync(magic);
        if (magic is not [0, 0, ..])
        {
            throw new DatasetFormatException(path, $"it is not an IDX file: it starts with {ToHex(magic)} instead of 00 00 08 {rank:x2}");
        }

        if (magic[2] != UnsignedByte)
        {
            throw new DatasetFormatException(path, $"its values have IDX type 0x{magic[2]:x2} instead of 0x08 (unsigned byte)");
        }

        if (magic[3] != rank)
        {
            throw new DatasetFormatException(path, $"its number of dimensions is {magic[3]} instead of {rank}");
        }

        var bytes = new byte[rank * sizeof(uint)];
        await ReadHeaderAsync(bytes);
        var dimensions = new uint[rank];
        for (var i = 0; i < rank; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(i * sizeof(uint)));
        }

        return dimensions.Contains(0u)
            ? throw new DatasetFormatException(path, $"its header declares {string.Join(" x ", dimensions)} bytes, but no dimension may be 0")
            : dimensions;

        async Task ReadHeaderAsync(byte[] header)
        {
            if (await content.ReadAtLeastAsync(header, header.Length, false, cancellationToken) < header.Length)
            {
                throw new DatasetFormatException(path, $"it is cut short: it ends within its header of {GetHeaderLength(rank)} bytes");
            }
        }
    }

    private static string ToHex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes).Chunk(2)
        .Select(pair => new string(pair)).Aggregate((left, right) => $"{left} {right}");
}
