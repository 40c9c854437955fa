using System.Globalization;
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

    /// <summary>The range of a pixel, for messages.</summary>
    [JsonIgnore]
    public string RangeRule => string.Create(CultureInfo.InvariantCulture, $"pixels must be 0 to {Maximum}");

    /// <summary>Returns whether a number is a valid pixel.</summary>
    public bool IsInRange(double pixel) => pixel >= 0 && pixel <= Maximum;
}
