using System.Buffers.Binary;
using System.IO.Compression;

namespace LearnML.Training.Tests.Datasets.Files;

/// <summary>Creates valid and invalid IDX files.</summary>
internal static class IdxBytes
{
    public static byte[] Images(int count, int height = 28, int width = 28) =>
        Gzip([.. Header(0x08, count, height, width), .. Values(count * height * width, 256)]);

    public static byte[] Labels(int count) => Gzip([.. Header(0x08, count), .. Values(count, 10)]);

    public static byte[] Header(byte type, params int[] dimensions)
    {
        var header = new byte[4 + (4 * dimensions.Length)];
        (header[2], header[3]) = (type, (byte)dimensions.Length);
        for (var i = 0; i < dimensions.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), dimensions[i]);
        }

        return header;
    }

    public static byte[] Values(int count, int limit) => [.. Enumerable.Range(0, count).Select(i => (byte)((i * 7 % 251) % limit))];

    public static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
