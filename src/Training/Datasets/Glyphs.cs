using LearnML.Contracts;

namespace LearnML.Training.Datasets;

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
    private const int Side = 28;

    /// <inheritdoc/>
    public DatasetSummary Summary { get; } = new()
    {
        Name = "glyphs",
        Description = "Drawn shapes with random position, size, rotation and noise, generated from a seed. Needs no files and no network.",
        Kind = DatasetKind.Images,
        Target = "label",
        Images = new ImageShape(Side, Side, Glyph.Names),
    };

    /// <inheritdoc/>
    public Task<Dataset> LoadAsync(CancellationToken cancellationToken)
    {
        // Each part has its own random stream, so the number of training rows does not change the test images.
        var seeds = new SplitMix64((ulong)seed);
        var train = Draw(trainRows, new SplitMix64(seeds.Next()), cancellationToken);
        var test = Draw(testRows, new SplitMix64(seeds.Next()), cancellationToken);
        return Task.FromResult<Dataset>(new ImageDataset(Summary, train, test));
    }

    private static ImagePart Draw(int rows, SplitMix64 random, CancellationToken cancellationToken)
    {
        var labels = ShuffledLabels(rows, random);
        var pixels = new byte[rows * Side * Side];
        for (var row = 0; row < rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Draw(labels[row], pixels.AsSpan(row * Side * Side, Side * Side), random);
        }

        return new ImagePart(pixels, labels);
    }

    private static byte[] ShuffledLabels(int rows, SplitMix64 random)
    {
        var labels = new byte[rows];
        for (var row = 0; row < rows; row++)
        {
            labels[row] = (byte)(row % Glyph.Names.Length);
        }

        for (var last = rows - 1; last > 0; last--)
        {
            var other = random.Below(last + 1);
            (labels[last], labels[other]) = (labels[other], labels[last]);
        }

        return labels;
    }

    private static void Draw(byte shape, Span<byte> pixels, SplitMix64 random)
    {
        var size = random.Between(7, 9.5);
        var stroke = random.Between(1, 1.8);
        var centreX = (Side / 2.0) + random.Between(-2.5, 2.5);
        var centreY = (Side / 2.0) + random.Between(-2.5, 2.5);

        // A rotation by up to 17 degrees; beyond 22 a plus would look like a cross. Computed from the tangent of half the angle, because
        // sine and cosine differ between platforms.
        var half = random.Between(-0.15, 0.15);
        var cosine = (1 - (half * half)) / (1 + (half * half));
        var sine = 2 * half / (1 + (half * half));
        var brightness = random.Between(120, 250);
        var noise = random.Between(10, 45);

        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var (x, y) = (column + 0.5 - centreX, row + 0.5 - centreY);
                var distance = Glyph.Distance(shape, (cosine * x) + (sine * y), (cosine * y) - (sine * x), size, stroke);
                var coverage = Math.Clamp(0.5 - distance, 0, 1);
                pixels[(row * Side) + column] = (byte)Math.Clamp(Math.Round((brightness * coverage) + (noise * random.Normal())), 0, 255);
            }
        }
    }
}
