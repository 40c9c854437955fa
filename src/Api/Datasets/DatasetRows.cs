using LearnML.Contracts;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Reading;

namespace LearnML.Api.Datasets;

/// <summary>Reads pages of a dataset's rows.</summary>
internal static class DatasetRows
{
    /// <summary>Returns a page of images with their labels.</summary>
    public static Page<DatasetRow> ReadImages(ImageDataset dataset, DatasetPart part, int skip, int take)
    {
        var count = CountImages(dataset, part);
        var first = Math.Min(skip, count);
        return new Page<DatasetRow>(ReadImages(dataset, part, Enumerable.Range(first, Math.Min(take, count - first))), count, skip);
    }

    /// <summary>Returns images with their labels, in the order of their numbers of rows. All must exist.</summary>
    public static IReadOnlyList<DatasetRow> ReadImages(ImageDataset dataset, DatasetPart part, IEnumerable<int> chosen)
    {
        var images = part == DatasetPart.Train ? dataset.Train : dataset.Test;
        var rows = chosen.Select(row => new DatasetRow
        {
            Row = row,
            Label = dataset.Shape.Classes[images.Labels[row]],
            ClassIndex = images.Labels[row],
            Pixels = Array.ConvertAll(images.Pixels.AsSpan(row * dataset.Input.Size, dataset.Input.Size).ToArray(), pixel => (int)pixel),
        });
        return [.. rows];
    }

    /// <summary>Returns the number of images of a part.</summary>
    public static int CountImages(ImageDataset dataset, DatasetPart part) => (part == DatasetPart.Train ? dataset.Train : dataset.Test).RowCount;

    /// <summary>
    /// Returns a page of table rows, with the values as the file has them. A page of long rows has fewer rows than asked for, but at least one.
    /// </summary>
    public static Page<DatasetRow> ReadTable(string name, TableFile file, int skip, int take, CancellationToken cancellationToken) =>
        ReadTable(name, file, skip, () => RawRowReader
            .Read(file.Path, file.Schema, skip, Math.Clamp(file.Profile.Rows - skip, 0, take), cancellationToken)
            .Select((values, index) => new DatasetRow { Row = skip + index, Values = values }));

    /// <summary>
    /// Returns table rows in the order of their numbers, with the values as the file has them. Of long rows, some may be left out, but not all.
    /// </summary>
    public static Page<DatasetRow> ReadTable(string name, TableFile file, int[] chosen, CancellationToken cancellationToken) =>
        ReadTable(name, file, 0, () =>
        {
            var read = RawRowReader.Read(file.Path, file.Schema, chosen, cancellationToken);
            return chosen.Where(read.ContainsKey).Select(row => new DatasetRow { Row = row, Values = read[row] });
        });

    private static Page<DatasetRow> ReadTable(string name, TableFile file, int skip, Func<IEnumerable<DatasetRow>> read)
    {
        try
        {
            return new Page<DatasetRow>([.. read()], file.Profile.Rows, skip);
        }
        catch (Exception exception) when (UploadStore.IsMissing(exception))
        {
            throw UploadStore.FileMissing(name, exception);
        }
    }
}
