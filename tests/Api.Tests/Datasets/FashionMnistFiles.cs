using System.Buffers.Binary;
using System.IO.Compression;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Datasets;

/// <summary>The four files of Fashion-MNIST with few images. A test can damage one of them.</summary>
internal static class FashionMnistFiles
{
    public const string TrainImages = "train-images-idx3-ubyte.gz";
    public const string TrainLabels = "train-labels-idx1-ubyte.gz";
    public const string TestImages = "t10k-images-idx3-ubyte.gz";
    public const string TestLabels = "t10k-labels-idx1-ubyte.gz";

    private const int Rows = 20;

    public static string GetFolder(TemporaryFolder datasets) => datasets["fashion-mnist"];

    /// <summary>Writes the four valid files.</summary>
    public static void Write(TemporaryFolder datasets)
    {
        Directory.CreateDirectory(GetFolder(datasets));
        foreach (var (images, labels) in new[] { (TrainImages, TrainLabels), (TestImages, TestLabels) })
        {
            Write(datasets, images, CreateIdx(new byte[Rows * 784], Rows, 28, 28));
            Write(datasets, labels, CreateIdx([.. Enumerable.Range(0, Rows).Select(row => (byte)(row % 10))], Rows));
        }
    }

    /// <summary>Writes the content of one file, compressed with gzip.</summary>
    public static void Write(TemporaryFolder datasets, string name, byte[] content)
    {
        using var file = File.Create(Path.Combine(GetFolder(datasets), name));
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        gzip.Write(content);
    }

    /// <summary>Creates the content of an IDX file: a header with the dimensions, then the values.</summary>
    public static byte[] CreateIdx(byte[] values, params int[] dimensions)
    {
        var header = new byte[4 + (4 * dimensions.Length)];
        (header[2], header[3]) = (8, (byte)dimensions.Length);
        for (var index = 0; index < dimensions.Length; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * index)), dimensions[index]);
        }

        return [.. header, .. values];
    }
}
