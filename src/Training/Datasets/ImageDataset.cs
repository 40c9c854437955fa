using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;

namespace LearnML.Training.Datasets;

/// <summary>A dataset of labelled images in memory.</summary>
/// <param name="summary">Its name, shape and classes.</param>
/// <param name="train">The rows to learn from.</param>
/// <param name="test">The rows to score on.</param>
public sealed class ImageDataset(DatasetSummary summary, ImagePart train, ImagePart test) : Dataset(summary)
{
    /// <summary>The size and classes of its images.</summary>
    public ImageShape Shape { get; } = summary.Images!;

    /// <summary>The rows to learn from.</summary>
    public ImagePart Train { get; } = train;

    /// <summary>The rows to score on.</summary>
    public ImagePart Test { get; } = test;

    /// <inheritdoc/>
    /// <remarks>Over the shape, the class names and both parts.</remarks>
    public override string ContentHash { get; } = Hash(summary.Images!, train, test);

    /// <summary>Its images as a network takes them in.</summary>
    public ImageInput Input => new(Shape.Height, Shape.Width, ImageScale.Maximum);

    /// <inheritdoc/>
    public override DatasetProfile Profile() => new()
    {
        Summary = Summary,
        ContentHash = ContentHash,
        Images = new ImageProfile(Profile(Train), Profile(Test)),
    };

    private PartProfile Profile(ImagePart part)
    {
        var counts = new int[Shape.Classes.Count];
        foreach (var label in part.Labels)
        {
            counts[label]++;
        }

        return new PartProfile(part.Rows, counts);
    }

    private static string Hash(ImageShape shape, ImagePart train, ImagePart test)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendNumber(shape.Height);
        AppendNumber(shape.Width);
        AppendNumber(shape.Classes.Count);
        foreach (var name in shape.Classes)
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
