namespace LearnML.Training.Datasets;

/// <summary>How pixels become inputs: divided by <see cref="Maximum"/>, as the course notes do.</summary>
public static class ImageScale
{
    /// <summary>The value of a white pixel.</summary>
    public const float Maximum = 255;
}
