using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models.Transfer;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Model files with wrong headers, in addition to those in <see cref="Models.Transfer.ModelImportTests"/>.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class MalformedSafetensorsTests(HostileClientFixture fixture)
{
    private const int HugeHeaderLength = 20_000_000;

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData(1UL << 62)]
    [InlineData(1UL << 31)]
    [InlineData(100_000_000UL)]
    [InlineData(0UL)]
    public async Task Wrong_header_length_is_rejected(ulong length)
    {
        byte[] file = [.. BitConverter.GetBytes(length), .. fixture.ModelFile[sizeof(ulong)..]];

        await AssertRejectedAsync(file);
    }

    [Theory]
    [InlineData(0, 1L << 62)]
    [InlineData(1L << 62, 1L << 62)]
    [InlineData(-8, 0)]
    [InlineData(8, 0)]
    [InlineData(4, 68)]
    public async Task Wrong_offsets_are_rejected(long from, long to)
    {
        var file = fixture.ReadModelFile();
        file.Header["0.bias"]!["data_offsets"] = new JsonArray(from, to);

        await AssertRejectedAsync(file.ToBytes());
    }

    [Fact]
    public async Task Bytes_outside_all_tensors_are_rejected() =>
        Assert.Contains("has 4 bytes that do not belong to a tensor",
            await AssertRejectedAsync([.. fixture.ModelFile, .. "PK\u0003\u0004"u8]), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"0.bias\":", "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"0.bias\":")]
    [InlineData("\"__metadata__\":", "\"__metadata__\":{},\"__metadata__\":")]
    [InlineData("\"learnml\":", "\"learnml\":\"{}\",\"learnml\":")]
    [InlineData("\"dtype\":", "\"dtype\":\"F64\",\"dtype\":")]
    public async Task Duplicate_name_in_the_header_is_rejected(string name, string replacement)
    {
        var file = fixture.ReadModelFile();
        var header = Encoding.UTF8.GetString(file.ToBytes().AsSpan(sizeof(ulong))[..^file.Data.Length]);
        Assert.Contains(name, header, StringComparison.Ordinal);

        var reason = await AssertRejectedAsync(SafetensorsModelFile.Combine(header.Replace(name, replacement, StringComparison.Ordinal), file.Data));

        Assert.Contains("not a valid JSON object", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Duplicate_name_in_the_description_is_rejected()
    {
        var file = fixture.ReadModelFile();
        file.Header["__metadata__"]!["learnml"] = file.Description.ToJsonString()
            .Replace("{\"format\":", "{\"format\":1,\"format\":", StringComparison.Ordinal);

        Assert.Contains("has a description that is not valid",
            await AssertRejectedAsync(SafetensorsModelFile.Combine(file.Header.ToJsonString(), file.Data)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00\\ud800")]
    [InlineData("\\u0000")]
    public async Task Name_that_is_not_valid_Unicode_is_rejected(string name)
    {
        var file = fixture.ReadModelFile();
        var header = Encoding.UTF8.GetString(file.ToBytes().AsSpan(sizeof(ulong))[..^file.Data.Length]);

        await AssertRejectedAsync(SafetensorsModelFile.Combine(header.Replace("\"0.bias\"", $"\"{name}\"", StringComparison.Ordinal), file.Data));
    }

    [Fact]
    public async Task Huge_header_is_rejected()
    {
        await AssertRejectedAsync(SafetensorsModelFile.Combine(new string(' ', HugeHeaderLength), []));
        await AssertRejectedAsync(SafetensorsModelFile.Combine("{" + string.Join(',', Enumerable.Range(
            0, 50_000).Select(number => $"\"{number}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}")) + "}", new byte[4]));
    }

    private async Task<string> AssertRejectedAsync(byte[] file)
    {
        var folders = Directory.GetDirectories(Path.Combine(fixture.Data, "checkpoints")).Length;
        var reason = (await service.ImportAsync(file, ("name", HostileClientFixture.Model)))
            .ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("file");

        Assert.Empty(fixture.GetUnfinishedUploads());
        Assert.Equal(folders, Directory.GetDirectories(Path.Combine(fixture.Data, "checkpoints")).Length);
        await fixture.AssertAnswersAsync();
        return reason;
    }
}
