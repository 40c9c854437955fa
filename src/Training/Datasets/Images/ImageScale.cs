namespace LearnML.Training.Datasets.Images;

/// <summary>The scale of pixels: an input is the pixel divided by <see cref="MaximumPixelValue"/>, as in the d2l.ai book.</summary>
public static class ImageScale
{
    /// <summary>The value of a white pixel.</summary>
    public const float MaximumPixelValue = 255;
}
