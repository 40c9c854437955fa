using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Limits;

/// <summary>Valid names, and archives in place of tables and models.</summary>
public sealed class NameAndArchiveTests(LimitedServiceFixture fixture) : IClassFixture<LimitedServiceFixture>
{
    private const string LongestName = "a23456789-123456789_123456789.123456789-123456789-123456789-123";

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("../passwd")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("%2e%2e")]
    [InlineData(".hidden")]
    [InlineData("-option")]
    [InlineData("Upper")]
    [InlineData("two words")]
    [InlineData("a#b")]
    [InlineData("line\n")]
    [InlineData("größe")]
    [InlineData("${name}")]
    [InlineData(LongestName + "4")]
    public async Task Invalid_names_of_datasets_and_models_are_rejected(string name)
    {
        var dataset = (await service.UploadAsync(FlowersTable.Csv, ("name", name))).ShouldBeProblem(HttpStatusCode.BadRequest);
        var model = (await service.PostAsync("/api/jobs", $$"""{ "dataset": "glyphs", "model": {{JsonSerializer.Serialize(name)}} }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("must be 1 to 63 of", dataset.GetErrors("name"), StringComparison.Ordinal);
        Assert.Contains("must be 1 to 63 of", model.GetErrors("model"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_with_a_null_character_are_rejected()
    {
        var dataset = (await service.UploadAsync(FlowersTable.Csv, ("name", "a\0b"))).ShouldBeProblem(HttpStatusCode.BadRequest);
        var model = (await service.PostAsync("/api/jobs", """{ "dataset": "glyphs", "model": "a\u0000b" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("must not contain the character U+0000", dataset.GetErrors("name"), StringComparison.Ordinal);
        Assert.Contains("U+0000", model.GetErrors("model"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Longest_name_is_accepted() =>
        Assert.Equal(HttpStatusCode.Created, (await service.UploadAsync("a,b\n1,2\n3,4\n", ("name", LongestName))).Status);

    public static TheoryData<string, byte[]> Archives() => new()
    {
        { "gzip", CreateGzip() },
        { "ZIP", CreateZip() },
        { "tar", CreateTar() },
        { "7z", [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4] },
        { "xz", [0xFD, .. "7zXZ\0"u8, 0, 4] },
        { "bzip2", [.. "BZh91AY&SY"u8, 0x10] },
        { "Zstandard", [0x28, 0xB5, 0x2F, 0xFD, 0x24] },
        { "RAR", [.. "Rar!"u8, 0x1A, 7, 1, 0] },
    };

    [Theory]
    [MemberData(nameof(Archives))]
    public async Task Archives_are_recognized_by_content_and_rejected(string kind, byte[] file)
    {
        // A gzip file or a ZIP archive of tables can be uploaded. Nothing else unpacks archives.
        var dataset = await service.UploadAsync(file, ("name", "packed"));
        var rows = await service.PostAsync($"/api/models/{LimitedServiceFixture.Model}/predict", file, "text/csv");
        var model = (await service.ImportAsync(file)).ShouldBeProblem(HttpStatusCode.BadRequest);

        if (kind is not ("gzip" or "ZIP"))
        {
            Assert.Contains(
                $"an archive ({kind}); unpack it", dataset.ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
        }

        Assert.Contains($"an archive ({kind}); unpack it", rows.ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
        Assert.Matches($"(ZIP archive|archive \\({kind}\\))", model.GetErrors("file"));
    }

    private static byte[] CreateGzip()
    {
        using var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(FlowersTable.Csv));
        }

        return archive.ToArray();
    }

    private static byte[] CreateZip()
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("../table.csv").Open();
            entry.Write(Encoding.UTF8.GetBytes(FlowersTable.Csv));
        }

        return archive.ToArray();
    }

    private static byte[] CreateTar()
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.SymbolicLink, "table.csv") { LinkName = "/etc/passwd" });
        }

        return archive.ToArray();
    }
}
