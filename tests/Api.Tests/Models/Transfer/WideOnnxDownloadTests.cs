using System.Diagnostics;
using System.Globalization;
using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Transfer;

/// <summary>The ONNX export of a wide table ends when its client leaves or the service stops.</summary>
public sealed class WideOnnxDownloadTests : IDisposable
{
    private const int Columns = 3_000;
    private const int Clients = 20;
    private const string Download = "/api/models/wide/versions/1/download?format=onnx";

    private readonly TemporaryFolder data = new();

    [Fact]
    public async Task Exports_end_with_their_clients_and_with_the_service()
    {
        await using var service = await Service.StartAsync(data);
        await TrainAsync(service);
        await service.DownloadAsync(Download);
        var start = Stopwatch.GetTimestamp();
        await service.DownloadAsync(Download);
        var alone = Stopwatch.GetElapsedTime(start);

        await LeaveAsync(service);

        start = Stopwatch.GetTimestamp();
        await service.DownloadAsync(Download);
        var afterOthers = Stopwatch.GetElapsedTime(start);

        // Exports are made one after another, so those of clients that left would have to end first.
        Assert.True(afterOthers < Clients / 2 * alone, $"An export took {alone}, and {afterOthers} after {Clients} clients that had left.");

        var unfinished = Enumerable.Range(0, Clients).Select(_ => service.GetAsync(Download)).ToArray();
        await service.StopAsync();
        foreach (var download in unfinished)
        {
            await TryAsync(download);
        }
    }

    public void Dispose() => data.Dispose();

    /// <summary>Starts many downloads at once and leaves all of them. The first ones may end before: exports are made one after another.</summary>
    private static async Task LeaveAsync(Service service)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        using var cancellation = new CancellationTokenSource();
        var downloads = Enumerable.Range(0, Clients).Select(_ => http.GetAsync(new Uri(Download, UriKind.Relative), cancellation.Token)).ToArray();

        // The answer to another request on a new connection comes after the downloads' requests have arrived.
        await service.GetAsync("/health/live");
        await cancellation.CancelAsync();
        await Task.WhenAll(downloads).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        Assert.True(downloads.Count(download => download.IsCanceled) > Clients / 2, "Most downloads ended before their clients left.");
    }

    private static async Task TryAsync(Task<ApiResponse> download)
    {
        try
        {
            Assert.Contains((await download).Status, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable });
        }
        catch (HttpRequestException)
        {
            // The service stopped before it accepted this request.
        }
    }

    private static async Task TrainAsync(Service service)
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 40).Select(row =>
            string.Join(',', Enumerable.Range(0, Columns).Select(_ => random.Next(90).ToString(CultureInfo.InvariantCulture)))
                + (row % 2 == 0 ? ",u" : ",v"));
        var header = string.Join(',', Enumerable.Range(0, Columns).Select(column => $"g{column}")) + ",y";
        Assert.Equal(HttpStatusCode.Created,
            (await service.UploadAsync(string.Join('\n', rows.Prepend(header)), ("name", "wide"), ("target", "y"))).Status);
        var job = await service.RunJobAsync(new JobSpec
        {
            Dataset = "wide",
            Model = "wide",
            Network = new() { Hidden = [8] },
            Training = new() { Epochs = 1 },
        });
        Assert.True(job.State == JobState.Succeeded, job.Error);
    }
}
