namespace LearnML.Training.Datasets;

/// <summary>The labelled images of one part of a dataset, kept as bytes: tensors are made where they are needed.</summary>
/// <param name="pixels">Row after row, each image from its top left pixel, without gaps.</param>
/// <param name="labels">The class index of each row.</param>
public sealed class ImagePart(byte[] pixels, byte[] labels)
{
    /// <summary>Row after row, each image from its top left pixel, without gaps.</summary>
    public byte[] Pixels { get; } = pixels;

    /// <summary>The class index of each row.</summary>
    public byte[] Labels { get; } = labels;

    /// <summary>How many images.</summary>
    public int Rows => Labels.Length;
}
