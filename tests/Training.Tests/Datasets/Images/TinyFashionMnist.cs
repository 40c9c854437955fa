using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Tests.Datasets.Files;

namespace LearnML.Training.Tests.Datasets.Images;

/// <summary>Fashion-MNIST files with 20 training and 10 test images.</summary>
internal static class TinyFashionMnist
{
    public const string TrainImages = "train-images-idx3-ubyte.gz";
    public const string TrainLabels = "train-labels-idx1-ubyte.gz";
    public const string TestImages = "t10k-images-idx3-ubyte.gz";
    public const string TestLabels = "t10k-labels-idx1-ubyte.gz";

    public static IReadOnlyDictionary<string, byte[]> Content { get; } = new Dictionary<string, byte[]>
    {
        [TrainImages] = IdxBytes.Images(20),
        [TrainLabels] = IdxBytes.Labels(20),
        [TestImages] = IdxBytes.Images(10),
        [TestLabels] = IdxBytes.Labels(10),
    };

    public static IReadOnlyList<RemoteFile> Files { get; } =
        [.. Content.Select(file => new RemoteFile(file.Key, Md5(file.Value)))];

    public static void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in Content)
        {
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "The publisher uses this hash.")]
    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
}
