using LearnML.Contracts;
using LearnML.Training.Datasets.Files;

namespace LearnML.Training.Datasets.Images;

/// <summary>Reads labelled images from a file of images and a file of labels.</summary>
internal static class IdxImages
{
    /// <summary>Reads both files and checks that they match each other and the dataset.</summary>
    /// <exception cref="DatasetFormatException">One of the files is damaged, or the files do not match.</exception>
    public static async Task<ImagePart> ReadAsync(
        ImageShape shape, string imagesPath, string labelsPath, CancellationToken cancellationToken)
    {
        var images = await IdxFile.ReadAsync(imagesPath, 3, cancellationToken);
        var (count, height, width) = (images.Dimensions[0], images.Dimensions[1], images.Dimensions[2]);
        if ((height, width) != (shape.Height, shape.Width))
        {
            throw new DatasetFormatException(imagesPath,
                $"its images have {height} x {width} pixels instead of {shape.Height} x {shape.Width}");
        }

        var labels = await IdxFile.ReadAsync(labelsPath, 1, cancellationToken);
        if (labels.Values.Length != count)
        {
            throw new DatasetFormatException(
                labelsPath,
                $"its {labels.Values.Length} labels do not match the {count} images of {Path.GetFileName(imagesPath)}: " +
                "both files must come from the same copy of the dataset");
        }

        var classes = shape.Classes.Count;
        var invalid = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        return invalid < 0
            ? new ImagePart(images.Values, labels.Values)
            : throw new DatasetFormatException(labelsPath, $"its label {labels.Values[invalid]} in row {invalid} is not between 0 and {classes - 1}");
    }
}
