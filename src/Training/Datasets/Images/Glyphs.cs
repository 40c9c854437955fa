using LearnML.Contracts;
using LearnML.Training.Randomness;

namespace LearnML.Training.Datasets.Images;

/// <summary>
/// Images of drawn shapes with random position, size, rotation, stroke width, brightness and noise. The dataset needs no files and no
/// network. It uses only basic arithmetic and square roots, whose results IEEE 754 defines exactly, so the same seed gives the
/// same bytes on every platform.
/// </summary>
/// <param name="trainRows">The number of training images.</param>
/// <param name="testRows">The number of test images.</param>
/// <param name="seed">The random seed.</param>
public sealed class Glyphs(int trainRows = 6000, int testRows = 1000, long seed = 0) : IDatasetSource
{
    /// <summary>The name of the dataset.</summary>
    public const string Name = "glyphs";

    private const int ImageSize = 28;

    /// <inheritdoc/>
    public DatasetSummary Summary { get; } = new()
    {
        Name = Name,
        Description = "Drawn shapes with random position, size, rotation and noise, generated from a seed. Needs no files and no network.",
        Kind = DatasetKind.Images,
        Target = ImageDataset.TargetName,
        Images = new ImageShape(ImageSize, ImageSize, GlyphShapes.Names) { TrainingImages = trainRows },
    };

    /// <inheritdoc/>
    public Task<Dataset> LoadAsync(CancellationToken cancellationToken)
    {
        // Each part has its own random stream, so the number of training rows does not change the test images.
        var seeds = new SplitMix64((ulong)seed);
        var train = Draw(trainRows, new SplitMix64(seeds.NextUInt64()), cancellationToken);
        var test = Draw(testRows, new SplitMix64(seeds.NextUInt64()), cancellationToken);
        return Task.FromResult<Dataset>(new ImageDataset(Summary, train, test));
    }

    private static ImagePart Draw(int rows, SplitMix64 random, CancellationToken cancellationToken)
    {
        var labels = ShuffledLabels(rows, random);
        var pixels = new byte[rows * ImageSize * ImageSize];
        for (var row = 0; row < rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Draw(labels[row], pixels.AsSpan(row * ImageSize * ImageSize, ImageSize * ImageSize), random);
        }

        return new ImagePart(pixels, labels);
    }

    private static byte[] ShuffledLabels(int rows, SplitMix64 random)
    {
        var labels = new byte[rows];
        for (var row = 0; row < rows; row++)
        {
            labels[row] = (byte)(row % GlyphShapes.Names.Length);
        }

        for (var last = rows - 1; last > 0; last--)
        {
            var other = random.NextInt32(last + 1);
            (labels[last], labels[other]) = (labels[other], labels[last]);
        }

        return labels;
    }

    private static void Draw(byte shape, Span<byte> pixels, SplitMix64 random)
    {
        var size = random.NextDouble(7, 9.5);
        var stroke = random.NextDouble(1, 1.8);
        var centreX = (ImageSize / 2.0) + random.NextDouble(-2.5, 2.5);
        var centreY = (ImageSize / 2.0) + random.NextDouble(-2.5, 2.5);

        // A rotation by up to 17 degrees; beyond 22 a plus would look like a cross. Computed from the tangent of half the angle, because
        // sine and cosine differ between platforms.
        var half = random.NextDouble(-0.15, 0.15);
        var cosine = (1 - (half * half)) / (1 + (half * half));
        var sine = 2 * half / (1 + (half * half));
        var brightness = random.NextDouble(120, 250);
        var noise = random.NextDouble(10, 45);

        for (var row = 0; row < ImageSize; row++)
        {
            for (var column = 0; column < ImageSize; column++)
            {
                var (x, y) = (column + 0.5 - centreX, row + 0.5 - centreY);
                var distance = GlyphShapes.GetSignedDistance(shape, (cosine * x) + (sine * y), (cosine * y) - (sine * x), size, stroke);
                var coverage = Math.Clamp(0.5 - distance, 0, 1);
                pixels[(row * ImageSize) + column] = (byte)Math.Clamp(Math.Round((brightness * coverage) + (noise * random.NextNormal())), 0, 255);
            }
        }
    }
}
