using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Clients that request a file and never read it.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class UnreadDownloadTests(HostileClientFixture fixture)
{
    private const string LargeModel = "large";

    /// <summary>The file is larger than what the sockets of both sides hold.</summary>
    private const int Width = 2_200;

    private static readonly string[] Formats = ["onnx", "safetensors"];

    private static readonly TimeSpan MaximumDuration = TimeSpan.FromSeconds(60);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Client_that_reads_nothing_is_disconnected_and_its_file_is_deleted()
    {
        var job = await service.RunJobAsync(new JobSpec
        {
            Dataset = HostileClientFixture.Model,
            Model = LargeModel,
            Network = new NetworkSpec { Hidden = [Width, Width] },
            Training = new TrainingSpec { Epochs = 1 },
        });
        Assert.True(job.State == JobState.Succeeded, job.Error);
        var path = $"/api/models/{LargeModel}/versions/{job.Version}/download?format=";
        var read = (await service.DownloadAsync(path + "onnx")).File;

        var clients = await Task.WhenAll(Formats.Select(format =>
            RawTcpClient.SendAsync(service.Address, $"GET {path}{format} HTTP/1.1\r\nHost: localhost\r\n\r\n")));
        Assert.All(await Task.WhenAll(clients.Select(client => client.ReadStatusLineAsync())), status => Assert.Equal("HTTP/1.1 200 OK", status));

        await Deadline.UntilAsync(
            () => Task.WhenAll(clients.Select(client => client.IsClosedAsync())), closed => closed.All(each => each), MaximumDuration);
        Array.ForEach(clients, client => client.Dispose());
        await Deadline.UntilAsync(() => !fixture.GetUnfinishedUploads().Any());
        Assert.InRange(read.Length, 4 * Width * Width, int.MaxValue);
        await fixture.AssertAnswersAsync();
    }
}
