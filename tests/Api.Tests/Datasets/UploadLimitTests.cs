using System.Net;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

/// <summary>The maximum size of an upload, including the form around the file.</summary>
public sealed class UploadLimitTests : IAsyncLifetime
{
    private const int Limit = 4_000_000;

    private readonly TemporaryFolder data = new();
    private Service service = null!;

    public async ValueTask InitializeAsync() => service = await Service.StartAsync(data, null, $"--LearnML:MaximumUploadBytes={Limit}");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Upload_above_the_limit_is_rejected_with_and_without_a_length(bool chunked)
    {
        (await UploadAsync("large", Limit, chunked)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);

        Assert.Empty(Directory.EnumerateFiles(data["uploads"]));
        Assert.Equal(HttpStatusCode.Created, (await UploadAsync("small", Limit - 1000, chunked)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CSV_prediction_above_the_limit_is_rejected_with_and_without_a_length(bool chunked)
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "flowers"), ("target", "price"));
        Assert.Equal(JobState.Succeeded, (await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "flowers" })).State);
        var before = Directory.GetFiles(data["uploads"]);

        (await PredictAsync(Limit + 1)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal(before, Directory.GetFiles(data["uploads"]));
        Assert.Equal(HttpStatusCode.OK, (await PredictAsync(Limit - 1000)).Status);

        async Task<ApiResponse> PredictAsync(int bytes)
        {
            using var content = CreateContent("petal,garden,note\n", bytes, chunked);
            content.Headers.ContentType = new("text/csv");
            return await service.SendAsync(HttpMethod.Post, "/api/models/flowers/predict", content);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        data.Dispose();
    }

    private async Task<ApiResponse> UploadAsync(string name, int bytes, bool chunked)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(name), "name" },
            { CreateContent("a,b,c\n", bytes, chunked), "file", "table.csv" },
        };
        return await service.SendAsync(HttpMethod.Post, "/api/datasets", form);
    }

    /// <summary>Creates a CSV table of a given size. A stream that cannot seek is sent in chunks, without a length.</summary>
    private static HttpContent CreateContent(string header, int bytes, bool chunked)
    {
        var rows = new StringBuilder(header, bytes);
        for (var row = 0; rows.Length < bytes; row++)
        {
            rows.Append(row % 10).Append(",g").Append(row % 7).Append(',').Append('x', 200).Append('\n');
        }

        var text = Encoding.ASCII.GetBytes(rows.ToString());
        return chunked ? new StreamContent(new NonSeekableStream(text)) : new ByteArrayContent(text);
    }

    private sealed class NonSeekableStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
