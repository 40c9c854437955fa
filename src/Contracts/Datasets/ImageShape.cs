namespace LearnML.Contracts;

/// <summary>What the images of a dataset have in common.</summary>
/// <param name="Height">Pixels from top to bottom.</param>
/// <param name="Width">Pixels from left to right.</param>
/// <param name="Classes">The class names, by class index.</param>
public sealed record ImageShape(int Height, int Width, IReadOnlyList<string> Classes);
