using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LearnML.Contracts;

namespace LearnML.Training.Datasets.Images;

/// <summary>A dataset of labelled images in memory.</summary>
/// <param name="summary">The name, the image size and the classes.</param>
/// <param name="train">The training images.</param>
/// <param name="test">The test images.</param>
public sealed class ImageDataset(DatasetSummary summary, ImagePart train, ImagePart test) : Dataset(summary)
{
    /// <summary>The target of every image dataset: the class of the image.</summary>
    public const string TargetName = "label";

    /// <summary>The size and the classes of the images.</summary>
    public ImageShape Shape { get; } = summary.Images!;

    /// <summary>The training images.</summary>
    public ImagePart Train { get; } = train;

    /// <summary>The test images.</summary>
    public ImagePart Test { get; } = test;

    /// <inheritdoc/>
    /// <remarks>The hash covers the image size, the class names and both parts.</remarks>
    public override string ContentHash { get; } = ComputeHash(summary.Images!, train, test);

    /// <summary>The image size and scale, as a network's input.</summary>
    public ImageInput Input => new(Shape.Height, Shape.Width, ImageScale.MaximumPixelValue);

    /// <inheritdoc/>
    public override DatasetProfile CreateProfile() => new()
    {
        Summary = Summary,
        ContentHash = ContentHash,
        Images = new ImageProfile(CreateProfile(Train), CreateProfile(Test)),
    };

    private PartProfile CreateProfile(ImagePart part)
    {
        var counts = new int[Shape.Classes.Count];
        foreach (var label in part.Labels)
        {
            counts[label]++;
        }

        return new PartProfile(part.RowCount, counts);
    }

    private static string ComputeHash(ImageShape shape, ImagePart train, ImagePart test)
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
            AppendNumber(part.RowCount);
            hash.AppendData(part.Pixels);
            hash.AppendData(part.Labels);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // The length of each list is hashed before the list, so that two different datasets never hash the same bytes.
        void AppendNumber(int number)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            hash.AppendData(bytes);
        }
    }
}
