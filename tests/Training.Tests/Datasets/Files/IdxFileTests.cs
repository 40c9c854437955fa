using LearnML.Training.Datasets.Files;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Datasets.Files;

public class IdxFileTests
{
    private static readonly byte[] ValidFile = IdxBytes.Images(3);

    public static TheoryData<string, byte[], string> Damages => new()
    {
        { "empty", [], "it is empty" },
        { "one byte", [0x1f], "it is not a gzip file: it starts with 1f instead of 1f 8b" },
        { "not gzip", "PK plain"u8.ToArray(), "it is not a gzip file: it starts with 50 4b" },
        { "ends within its magic number", IdxBytes.Gzip([0, 0, 8]), "it ends within its header of 16 bytes" },
        { "ends within its dimensions", IdxBytes.Gzip(IdxBytes.Header(8, 3, 28, 28)[..15]), "it ends within its header of 16 bytes" },
        { "another format", IdxBytes.Gzip("P5 28 28 255 pixels"u8.ToArray()),
            "it is not an IDX file: it starts with 50 35 20 32 instead of 00 00 08 03" },
        { "float values", IdxBytes.Gzip(IdxBytes.Header(0x0d, 3, 28, 28)), "its values have IDX type 0x0d instead of 0x08 (unsigned byte)" },
        { "labels", IdxBytes.Labels(3), "its number of dimensions is 1 instead of 3" },
        { "no images", IdxBytes.Gzip(IdxBytes.Header(8, 0, 28, 28)), "its header declares 0 x 28 x 28 bytes, but no dimension may be 0" },
        { "too large count", IdxBytes.Gzip(IdxBytes.Header(8, -1, 28, 28)), "its header declares 4294967295 x 28 x 28 bytes, more than its" },
        { "dimensions that overflow", IdxBytes.Gzip(IdxBytes.Header(8, 1 << 30, 1 << 30, 1 << 30)), "more than its" },
        { "too few values", IdxBytes.Gzip([.. IdxBytes.Header(8, 3, 28, 28),
            .. IdxBytes.Values(2000, 256)]), "it is cut short: it holds 2000 of the 2352 bytes" },
        { "too many values", IdxBytes.Gzip([.. IdxBytes.Header(8, 3, 28, 28),
            .. IdxBytes.Values(2353, 256)]), "it has more data after the 2352 bytes" },
        { "first half of the file", ValidFile[..(ValidFile.Length / 2)], "it is cut short: it holds" },
        { "ends within its checksum", ValidFile[..^6], "it is cut short at its end, or other data follows" },
        { "ends within its length", ValidFile[..^1], "it is cut short at its end, or other data follows" },
        { "followed by zeros", [.. ValidFile, 0, 0, 0, 0], "it is cut short at its end, or other data follows" },
        { "a wrong checksum", [.. ValidFile[..^8], (byte)~ValidFile[^8],
            .. ValidFile[^7..]], "its compressed data is damaged or cut short: the content or its gzip checksum is wrong" },
    };

    [Fact]
    public async Task File_has_dimensions_and_values()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["images.gz"], IdxBytes.Images(3, 2, 5), TestContext.Current.CancellationToken);

        var file = await IdxFile.ReadAsync(folder["images.gz"], 3, TestContext.Current.CancellationToken);

        Assert.Equal([3, 2, 5], file.Dimensions);
        Assert.Equal(IdxBytes.Values(30, 256), file.Values);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Error_names_damage_and_file(string damage, byte[] content, string expected)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["images.gz"], content, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<DatasetFormatException>(
            () => IdxFile.ReadAsync(folder["images.gz"], 3, TestContext.Current.CancellationToken));

        Assert.True(error.Message.Contains(expected, StringComparison.Ordinal), $"{damage}: {error.Message}");
        Assert.StartsWith($"The file images.gz in {folder.Path} cannot be used: ", error.Message, StringComparison.Ordinal);
    }
}
