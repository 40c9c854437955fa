using LearnML.Contracts;

namespace LearnML.Training.Datasets;

/// <summary>Labelled images that lie as a file of images and a file of labels.</summary>
internal static class IdxImages
{
    /// <summary>Reads both files and checks that they fit each other and the dataset.</summary>
    /// <exception cref="DatasetFormatException">One of them is damaged, or they do not fit.</exception>
    public static async Task<ImagePart> ReadAsync(
        ImageShape shape, string imagesPath, string labelsPath, CancellationToken cancellationToken)
    {
        var images = await IdxFile.ReadAsync(imagesPath, 3, cancellationToken);
        var (count, height, width) = (images.Dimensions[0], images.Dimensions[1], images.Dimensions[2]);
        if ((height, width) != (shape.Height, shape.Width))
        {
            throw new DatasetFormatException(imagesPath,
                $"its images have {height} x {width} pixels where {shape.Height} x {shape.Width} are expected");
        }

        var labels = await IdxFile.ReadAsync(labelsPath, 1, cancellationToken);
        if (labels.Values.Length != count)
        {
            throw new DatasetFormatException(labelsPath,
                $"its {labels.Values.Length} labels do not fit the {count} images of {Path.GetFileName(imagesPath)}: both must come from the same copy of the dataset");
        }

        var classes = shape.Classes.Count;
        var wrong = labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        return wrong < 0
            ? new ImagePart(images.Values, labels.Values)
            : throw new DatasetFormatException(labelsPath, $"its label {labels.Values[wrong]} in row {wrong} is none of 0 to {classes - 1}");
    }
}
