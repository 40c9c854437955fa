using LearnML.Training.Datasets.Images;

namespace LearnML.Training.Tests.Support;

/// <summary>Generated images to train on.</summary>
internal static class GlyphImages
{
    /// <summary>200 training and 50 test images.</summary>
    public static ImageDataset Small { get; } = Draw(200, 50);

    // The task is already completed, so nothing waits here.
    public static ImageDataset Draw(int trainRows, int testRows) =>
        (ImageDataset)new Glyphs(trainRows, testRows).LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
}
