using LearnML.Training.Tables.Files;

namespace LearnML.Training.Tests.Tables.Files;

/// <summary>Page headers written by hand, in Thrift's compact format.</summary>
public class ParquetPagesTests
{
    // A dictionary page (kind 2) of 100 bytes, 3 when packed, with a checksum and two values.
    private static readonly byte[] Dictionary = [0x15, 4, 0x15, 0xC8, 1, 0x15, 6, 0x15, 2, 0x3C, 0x15, 4, 0x15, 0, 0, 0, 9, 9, 9];

    // A data page (kind 0) of 2,147,483,647 bytes, 1 when packed, with five values and statistics: a text of two bytes.
    private static readonly byte[] Data =
        [0x15, 0, 0x15, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 0x15, 2, 0x2C, 0x15, 10, 0x15, 0, 0x2C, 0x18, 2, 7, 7, 0, 0, 0, 9];

    // A data page of version 2 (kind 3) of 50 bytes, with four values, whether it is packed, and a list of two truths.
    private static readonly byte[] DataOfVersion2 = [0x15, 6, 0x15, 100, 0x15, 0, 0x5C, 0x15, 8, 0x61, 0x19, 0x21, 1, 2, 0, 0];

    [Fact]
    public void Pages_are_counted_by_their_headers_up_to_the_values()
    {
        Assert.Equal(100 + 2147483647.0, Count([.. Dictionary, .. Data, .. DataOfVersion2], values: 5));
        Assert.Equal(100 + 2147483647.0 + 50, Count([.. Dictionary, .. Data, .. DataOfVersion2], values: 6));
    }

    [Fact]
    public void Pages_after_the_end_of_the_file_are_damage() =>
        Assert.ThrowsAny<IOException>(() => Count([.. Dictionary, .. Data], values: 6));

    [Fact]
    public void Negative_size_is_damage() => Assert.ThrowsAny<IOException>(() => Count([0x15, 0, 0x15, 1, 0x15, 2, 0], values: 1));

    [Fact]
    public void Deep_structures_and_endless_numbers_are_damage()
    {
        Assert.ThrowsAny<IOException>(() => Count([.. Enumerable.Repeat<byte>(0x1C, 1000)], values: 1));
        Assert.ThrowsAny<IOException>(() => Count([.. Enumerable.Repeat<byte>(0xFF, 1000)], values: 1));
    }

    // Otherwise many columns could have the pages of one, and each would have to be counted.
    [Fact]
    public void Pages_of_two_columns_are_damage()
    {
        var pages = new ParquetPages(new MemoryStream(Data));

        Assert.Equal(2147483647.0, pages.CountUnpackedBytes(0, 5));
        Assert.ThrowsAny<IOException>(() => pages.CountUnpackedBytes(0, 5));
    }

    private static double Count(byte[] bytes, long values) => new ParquetPages(new MemoryStream(bytes)).CountUnpackedBytes(0, values);
}
