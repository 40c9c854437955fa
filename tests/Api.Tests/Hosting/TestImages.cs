using LearnML.Contracts;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Test images of the dataset glyphs.</summary>
internal static class TestImages
{
    public const int Size = 28;

    public static async Task<IReadOnlyList<DatasetRow>> TakeAsync(Service service, int count) =>
        (await service.Client.Datasets.GetRowsAsync("glyphs", DatasetPart.Test, take: count)).Items;

    /// <summary>The image as a list of rows.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> ToRows(this DatasetRow image) => [.. image.Pixels!.Chunk(Size)];
}
