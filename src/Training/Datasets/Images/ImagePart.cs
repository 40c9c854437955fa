namespace LearnML.Training.Datasets.Images;

/// <summary>The labelled images of one part of a dataset: training or test. They are stored as bytes; tensors are created where needed.</summary>
/// <param name="pixels">[rows, height, width], without gaps, from the top left pixel.</param>
/// <param name="labels">The class index of each row.</param>
public sealed class ImagePart(byte[] pixels, byte[] labels)
{
    /// <summary>[rows, height, width], without gaps, from the top left pixel.</summary>
    public byte[] Pixels { get; } = pixels;

    /// <summary>The class index of each row.</summary>
    public byte[] Labels { get; } = labels;

    /// <summary>The number of images.</summary>
    public int RowCount => Labels.Length;
}
