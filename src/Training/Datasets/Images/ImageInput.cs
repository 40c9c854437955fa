using System.Text.Json.Serialization;

namespace LearnML.Training.Datasets.Images;

/// <summary>The images that a network takes as input.</summary>
/// <param name="Height">The height in pixels.</param>
/// <param name="Width">The width in pixels.</param>
/// <param name="Maximum">The number that pixel values are divided by.</param>
public sealed record ImageInput(int Height, int Width, float Maximum)
{
    /// <summary>The number of pixels per image.</summary>
    [JsonIgnore]
    public int Size => Height * Width;
}
