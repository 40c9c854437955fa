using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Files of weights whose headers are not true, beside those that the tests of imports know.</summary>
[Collection(HostileTests.Name)]
public sealed class LyingWeightsTests(HostileFixture fixture)
{
    private const int HugeHeader = 20_000_000;

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData(1UL << 62)]
    [InlineData(1UL << 31)]
    [InlineData(100_000_000UL)]
    [InlineData(0UL)]
    public async Task A_length_that_is_not_that_of_the_header(ulong length)
    {
        byte[] file = [.. BitConverter.GetBytes(length), .. fixture.ModelFile[sizeof(ulong)..]];

        await RefusedAsync(file);
    }

    [Theory]
    [InlineData(0, 1L << 62)]
    [InlineData(1L << 62, 1L << 62)]
    [InlineData(-8, 0)]
    [InlineData(8, 0)]
    [InlineData(4, 68)]
    public async Task Offsets_that_point_elsewhere(long from, long to)
    {
        var file = fixture.Portable();
        file.Header["0.bias"]!["data_offsets"] = new JsonArray(from, to);

        await RefusedAsync(file.ToBytes());
    }

    [Fact]
    public async Task Bytes_that_belong_to_no_tensor() =>
        Assert.Contains("has 4 bytes that do not belong to a tensor", await RefusedAsync([.. fixture.ModelFile, .. "PK\u0003\u0004"u8]), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"0.bias\":", "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"0.bias\":")]
    [InlineData("\"__metadata__\":", "\"__metadata__\":{},\"__metadata__\":")]
    [InlineData("\"learnml\":", "\"learnml\":\"{}\",\"learnml\":")]
    [InlineData("\"dtype\":", "\"dtype\":\"F64\",\"dtype\":")]
    public async Task A_name_that_is_there_twice(string name, string twice)
    {
        var file = fixture.Portable();
        var header = Encoding.UTF8.GetString(file.ToBytes().AsSpan(sizeof(ulong))[..^file.Data.Length]);
        Assert.Contains(name, header, StringComparison.Ordinal);

        var reason = await RefusedAsync(PortableFile.Join(header.Replace(name, twice, StringComparison.Ordinal), file.Data));

        Assert.Contains("not a valid JSON object", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_there_twice_in_the_description()
    {
        var file = fixture.Portable();
        file.Header["__metadata__"]!["learnml"] = file.Description.ToJsonString()
            .Replace("{\"format\":", "{\"format\":1,\"format\":", StringComparison.Ordinal);

        Assert.Contains("has a description that is not valid", await RefusedAsync(PortableFile.Join(file.Header.ToJsonString(), file.Data)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00\\ud800")]
    [InlineData("\\u0000")]
    public async Task A_name_that_is_no_text(string name)
    {
        var file = fixture.Portable();
        var header = Encoding.UTF8.GetString(file.ToBytes().AsSpan(sizeof(ulong))[..^file.Data.Length]);

        await RefusedAsync(PortableFile.Join(header.Replace("\"0.bias\"", $"\"{name}\"", StringComparison.Ordinal), file.Data));
    }

    [Fact]
    public async Task A_huge_header()
    {
        await RefusedAsync(PortableFile.Join(new string(' ', HugeHeader), []));
        await RefusedAsync(PortableFile.Join("{" + string.Join(',', Enumerable.Range(
            0, 50_000).Select(number => $"\"{number}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}")) + "}", new byte[4]));
    }

    private async Task<string> RefusedAsync(byte[] file)
    {
        var folders = Directory.GetDirectories(Path.Combine(fixture.Data, "checkpoints")).Length;
        var reason = (await service.ImportAsync(file, ("name", HostileFixture.Model))).ShouldBeProblem(HttpStatusCode.BadRequest).Reason("file");

        Assert.Empty(fixture.Unfinished());
        Assert.Equal(folders, Directory.GetDirectories(Path.Combine(fixture.Data, "checkpoints")).Length);
        await fixture.AnswersAsync();
        return reason;
    }
}
