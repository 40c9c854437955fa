using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LearnML.Contracts;

namespace LearnML.Training.Datasets;

/// <summary>A dataset of labelled images in memory.</summary>
/// <param name="summary">Its name, shape and classes.</param>
/// <param name="train">The rows to learn from.</param>
/// <param name="test">The rows to score on.</param>
public sealed class ImageDataset(DatasetSummary summary, ImagePart train, ImagePart test)
{
    /// <summary>Its name, shape and classes.</summary>
    public DatasetSummary Summary { get; } = summary;

    /// <summary>The rows to learn from.</summary>
    public ImagePart Train { get; } = train;

    /// <summary>The rows to score on.</summary>
    public ImagePart Test { get; } = test;

    /// <summary>SHA-256 over the shape, the class names and both parts, in lower-case hexadecimal.</summary>
    public string ContentHash { get; } = Hash(summary, train, test);

    /// <summary>Counts the rows of each class.</summary>
    public DatasetProfile Profile() => new(Summary, ContentHash, Profile(Train), Profile(Test));

    private PartProfile Profile(ImagePart part)
    {
        var counts = new int[Summary.Classes.Count];
        foreach (var label in part.Labels)
        {
            counts[label]++;
        }

        return new PartProfile(part.Rows, counts);
    }

    private static string Hash(DatasetSummary summary, ImagePart train, ImagePart test)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendNumber(summary.Height);
        AppendNumber(summary.Width);
        AppendNumber(summary.Classes.Count);
        foreach (var name in summary.Classes)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            AppendNumber(bytes.Length);
            hash.AppendData(bytes);
        }

        foreach (var part in (ReadOnlySpan<ImagePart>)[train, test])
        {
            AppendNumber(part.Rows);
            hash.AppendData(part.Pixels);
            hash.AppendData(part.Labels);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // Every list goes in behind its length, so that no two datasets give the same bytes.
        void AppendNumber(int number)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            hash.AppendData(bytes);
        }
    }
}
