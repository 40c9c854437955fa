using LearnML.Contracts;
using LearnML.Training.Datasets.Images;

namespace LearnML.Benchmarks.Training;

/// <summary>Creates images of random pixels, which are as much work as real ones.</summary>
internal static class RandomImages
{
    private const int Side = 28;
    private const int Classes = 10;

    public static ImageDataset Create(int trainRows, int testRows) => new(
        new DatasetSummary
        {
            Name = "fashion-mnist",
            Description = "Random pixels",
            Kind = DatasetKind.Images,
            Target = "label",
            Images = new ImageShape(Side, Side, [.. Enumerable.Range(0, Classes).Select(index => $"class {index}")]),
        },
        CreatePart(trainRows, seed: 1),
        CreatePart(testRows, seed: 2));

    private static ImagePart CreatePart(int rows, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[rows * Side * Side];
        random.NextBytes(pixels);
        return new ImagePart(pixels, [.. Enumerable.Range(0, rows).Select(_ => (byte)random.Next(Classes))]);
    }
}
