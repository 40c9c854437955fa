using System.Text.Json.Serialization;

namespace LearnML.Training.Checkpoints;

/// <summary>Images as a network takes them in.</summary>
/// <param name="Height">Pixels from top to bottom.</param>
/// <param name="Width">Pixels from left to right.</param>
/// <param name="Maximum">What pixel values are divided by.</param>
public sealed record ImageInput(int Height, int Width, float Maximum)
{
    /// <summary>Numbers per image.</summary>
    [JsonIgnore]
    public int Size => Height * Width;
}
