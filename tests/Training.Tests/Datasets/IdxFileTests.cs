using LearnML.Training.Datasets.Files;

namespace LearnML.Training.Tests.Datasets;

public class IdxFileTests
{
    private static readonly byte[] Good = Idx.Images(3);

    public static TheoryData<string, byte[], string> Damages => new()
    {
        { "empty", [], "it is empty" },
        { "one byte", [0x1f], "it is not a gzip file: it starts with 1f instead of 1f 8b" },
        { "not gzip", "PK plain"u8.ToArray(), "it is not a gzip file: it starts with 50 4b" },
        { "ends in its magic", Idx.Gzip([0, 0, 8]), "it ends within its header of 16 bytes" },
        { "ends in its dimensions", Idx.Gzip(Idx.Header(8, 3, 28, 28)[..15]), "it ends within its header of 16 bytes" },
        { "another format", Idx.Gzip("P5 28 28 255 pixels"u8.ToArray()), "it is not an IDX file: it starts with 50 35 20 32 instead of 00 00 08 03" },
        { "of floats", Idx.Gzip(Idx.Header(0x0d, 3, 28, 28)), "its values have IDX type 0x0d instead of 0x08 (unsigned byte)" },
        { "labels", Idx.Labels(3), "its number of dimensions is 1 instead of 3" },
        { "no images", Idx.Gzip(Idx.Header(8, 0, 28, 28)), "its header declares 0 x 28 x 28 bytes, but no dimension may be 0" },
        { "too large a count", Idx.Gzip(Idx.Header(8, -1, 28, 28)), "its header declares 4294967295 x 28 x 28 bytes, more than its" },
        { "dimensions that overflow", Idx.Gzip(Idx.Header(8, 1 << 30, 1 << 30, 1 << 30)), "more than its" },
        { "too few values", Idx.Gzip([.. Idx.Header(8, 3, 28, 28), .. Idx.Bytes(2000, 256)]), "it is cut short: it holds 2000 of the 2352 bytes" },
        { "too many values", Idx.Gzip([.. Idx.Header(8, 3, 28, 28), .. Idx.Bytes(2353, 256)]), "it has more data after the 2352 bytes" },
        { "half of the file", Good[..(Good.Length / 2)], "it is cut short: it holds" },
        { "cut in its checksum", Good[..^6], "it is cut short at its end, or other data follows" },
        { "cut in its length", Good[..^1], "it is cut short at its end, or other data follows" },
        { "followed by zeros", [.. Good, 0, 0, 0, 0], "it is cut short at its end, or other data follows" },
        { "a wrong checksum", [.. Good[..^8], (byte)~Good[^8],
            .. Good[^7..]], "its compressed data is damaged or cut short: the content or its gzip checksum is wrong" },
    };

    [Fact]
    public async Task Reads_dimensions_and_values()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["images.gz"], Idx.Images(3, 2, 5), TestContext.Current.CancellationToken);

        var file = await IdxFile.ReadAsync(folder["images.gz"], 3, TestContext.Current.CancellationToken);

        Assert.Equal([3, 2, 5], file.Dimensions);
        Assert.Equal(Idx.Bytes(30, 256), file.Values);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Names_the_damage_and_the_file(string damage, byte[] content, string expected)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["images.gz"], content, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<DatasetFormatException>(
            () => IdxFile.ReadAsync(folder["images.gz"], 3, TestContext.Current.CancellationToken));

        Assert.True(error.Message.Contains(expected, StringComparison.Ordinal), $"{damage}: {error.Message}");
        Assert.StartsWith($"The file images.gz in {folder.Path} cannot be used: ", error.Message, StringComparison.Ordinal);
    }
}
