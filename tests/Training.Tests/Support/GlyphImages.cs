using LearnML.Training.Datasets.Images;

namespace LearnML.Training.Tests.Support;

/// <summary>Drawn images to train on.</summary>
internal static class GlyphImages
{
    /// <summary>200 to learn from and 50 to score on.</summary>
    public static ImageDataset Small { get; } = Draw(200, 50);

    // Glyphs are drawn before their task is handed out: nothing waits here.
    public static ImageDataset Draw(int trainRows, int testRows) =>
        (ImageDataset)new Glyphs(trainRows, testRows).LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
}
