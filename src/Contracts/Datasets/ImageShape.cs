namespace LearnML.Contracts;

/// <summary>The size and classes of a dataset's images.</summary>
/// <param name="Height">The height in pixels.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Classes">The class names, by class index.</param>
public sealed record ImageShape(int Height, int Width, IReadOnlyList<string> Classes)
{
    /// <summary>The number of training images; 0 if it is not known before the dataset is read.</summary>
    public int TrainingImages { get; init; }
}
