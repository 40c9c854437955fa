using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Limits;

/// <summary>Limits apply to the decompressed body of a compressed request.</summary>
public sealed class RequestDecompressionTests(LimitedServiceFixture fixture) : IClassFixture<LimitedServiceFixture>
{
    private const string Preview = "/api/jobs/preview";
    private const string Predict = $"/api/models/{LimitedServiceFixture.Model}/predict";
    private const string Infer = $"/v2/models/{LimitedServiceFixture.Model}/infer";
    private const string Json = "application/json";
    private const string Csv = "text/csv";

    private readonly Service service = fixture.Service;

    public static TheoryData<string, string, string, string> Requests()
    {
        var requests = new TheoryData<string, string, string, string>();
        foreach (var encoding in new[] { "gzip", "br", "deflate" })
        {
            requests.Add(encoding, Preview, Json, """{ "dataset": "glyphs" }""");
            requests.Add(encoding, Predict, Json, """{ "rows": [{ "petal": 3 }] }""" + new string(' ', 30_000));
            requests.Add(encoding, Predict, Csv, "petal\n" + string.Concat(Enumerable.Repeat("3\n", 20_000)));
            requests.Add(encoding, Infer, Json,
                """{ "inputs": [{ "name": "rows", "datatype": "BYTES", "shape": [1, 5], "data": ["", "", "", "", ""] }] }""");
        }

        return requests;
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Compressed_bodies_are_accepted(string encoding, string path, string contentType, string body)
    {
        var response = await PostAsync(path, contentType, encoding, Compress(encoding, Encoding.UTF8.GetBytes(body)));

        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Decompression_bombs_are_too_large(string encoding)
    {
        var bomb = Compress(encoding, new byte[16 << 20]);
        Assert.True(bomb.Length < LimitedServiceFixture.RequestBytes);

        foreach (var (path, contentType) in new[] { (Preview, Json), (Predict, Json), (Predict, Csv), (Infer, Json) })
        {
            var rejected = await PostAsync(path, contentType, encoding, bomb);

            Assert.True(rejected.Status == HttpStatusCode.RequestEntityTooLarge, $"{path}: {rejected.Status} {rejected.Body}");
            Assert.Contains("The decompressed body has more than", rejected.Body, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await service.PostAsync(Preview, """{ "dataset": "glyphs" }""")).Status);
    }

    [Fact]
    public async Task Decompression_bomb_uses_little_memory()
    {
        var bomb = Compress("br", new byte[400 << 20]);
        var before = (await service.GetAsync<SystemInfo>("/api/system")).MemoryBytes;

        foreach (var contentType in new[] { Json, Csv })
        {
            (await PostAsync(Predict, contentType, "br", bomb)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
        }

        Assert.InRange((await service.GetAsync<SystemInfo>("/api/system")).MemoryBytes - before, long.MinValue, 100 << 20);
    }

    [Fact]
    public async Task Upload_may_be_compressed_but_not_above_the_limit()
    {
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge,
            (await UploadAsync("bomb", "a,b\n" + new string('1', LimitedServiceFixture.UploadBytes))).Status);

        var response = await UploadAsync("packed", FlowersTable.Csv);

        Assert.True(response.Status == HttpStatusCode.Created, response.Body);
        Assert.Equal(FlowersTable.RowCount, response.Read<DatasetProfile>().Table!.Rows);
    }

    [Theory]
    [InlineData("gzip", Preview)]
    [InlineData("br", Preview)]
    [InlineData("deflate", Preview)]
    [InlineData("gzip", Predict)]
    [InlineData("br", Infer)]
    public async Task Damaged_or_truncated_body_is_rejected(string encoding, string path)
    {
        var complete = Compress(encoding, Encoding.UTF8.GetBytes("""{ "dataset": "glyphs", "model": "a-name-of-some-length" }"""));
        foreach (var body in new[] { Encoding.UTF8.GetBytes("""{ "dataset": "glyphs" }"""), complete[..(complete.Length / 2)] })
        {
            var rejected = await PostAsync(path, Json, encoding, body);

            Assert.True(rejected.Status == HttpStatusCode.BadRequest, $"{rejected.Status} {rejected.Body}");
            Assert.Contains($"not valid {encoding}", rejected.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("zstd", Preview, "application/problem+json")]
    [InlineData("gzip, br", Predict, "application/problem+json")]
    [InlineData("compress", Infer, "application/json")]
    public async Task Unsupported_encoding_is_named(string encoding, string path, string contentType)
    {
        var rejected = await PostAsync(path, Json, encoding, [1, 2, 3]);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, contentType), (rejected.Status, rejected.ContentType));
        Assert.Contains($"'{encoding}'; it must be one of gzip, br, deflate",
            rejected.Body.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identity_encoding_is_accepted() =>
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Preview, Json, "identity", Encoding.UTF8.GetBytes("""{ "dataset": "glyphs" }"""))).Status);

    private async Task<ApiResponse> PostAsync(string path, string contentType, string encoding, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        foreach (var name in encoding.Split(", "))
        {
            content.Headers.ContentEncoding.Add(name);
        }

        return await service.SendAsync(HttpMethod.Post, path, content);
    }

    private async Task<ApiResponse> UploadAsync(string name, string table)
    {
        using var form = new MultipartFormDataContent { { new StringContent(name), "name" }, { new StringContent(table), "file", "table.csv" } };
        using var compressed = new ByteArrayContent(Compress("gzip", await form.ReadAsByteArrayAsync()));
        compressed.Headers.ContentType = form.Headers.ContentType;
        compressed.Headers.ContentEncoding.Add("gzip");
        return await service.SendAsync(HttpMethod.Post, "/api/datasets", compressed);
    }

    private static byte[] Compress(string encoding, byte[] content)
    {
        using var compressed = new MemoryStream();
        using (Stream compressor = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Optimal),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest),
            _ => new ZLibStream(compressed, CompressionLevel.Optimal),
        })
        {
            compressor.Write(content);
        }

        return compressed.ToArray();
    }
}
