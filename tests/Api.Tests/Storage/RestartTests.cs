using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Storage;

/// <summary>Stored data survives a restart of the service.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder data = new();

    [Fact]
    public async Task Jobs_metrics_reports_and_models_survive_a_restart()
    {
        Dictionary<string, string> before;
        PredictionResponse predicted;
        IReadOnlyList<int> image;
        string model;
        await using (var first = await Service.StartAsync(data))
        {
            var job = await first.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() });
            model = job.Model;
            image = (await TestImages.TakeAsync(first, 1))[0].Pixels!;
            before = await GetStoredBodiesAsync(first, job);
            predicted = await first.PredictAsync(model, image);
        }

        await using var second = await Service.StartAsync(data);

        foreach (var (path, body) in before)
        {
            Assert.Equal(body, (await second.GetAsync(path)).Body);
        }

        Assert.Equal(predicted.Predictions[0].Probabilities, (await second.PredictAsync(model, image)).Predictions[0].Probabilities);
    }

    [Fact]
    public async Task Stopped_service_releases_its_job_and_the_next_service_runs_the_queue()
    {
        Guid running, queued;
        await using (var first = await Service.StartAsync(data))
        {
            running = (await BusyDevice.StartAsync(first)).JobId;
            queued = (await first.StartJobAsync(SampleSpecs.Quick)).Id;
            await first.StopAsync();
            Assert.Contains("was released with a checkpoint", first.Output, StringComparison.Ordinal);
        }

        await using var second = await Service.StartAsync(data);

        Assert.All([running, queued],
            id => Assert.Matches($"Job {id} of the model [^ ]+ continues from before the restart, with \\d+ of", second.Output));
        var resumed = await second.WaitForJobAsync(running, job => job.State == JobState.Running);
        // The job runs, so there may be more epochs now.
        var metrics = await second.GetMetricsAsync(running);
        Assert.InRange(metrics.Count, resumed.LastSequence, int.MaxValue);
        Assert.Equal(Enumerable.Range(1, metrics.Count), metrics.Select(epoch => (int)epoch.Sequence));
        var log = await Deadline.UntilAsync(() => second.GetLogAsync(running),
            log => log[^1].Message.StartsWith("Training resumed from a checkpoint ", StringComparison.Ordinal));
        Assert.Single(log, entry => entry.Message.EndsWith(
            " released the job: the service is shutting down. The job waits for another process.", StringComparison.Ordinal));
        await second.PostAsync($"/api/jobs/{running}/cancel");
        Assert.Equal(JobState.Succeeded, (await second.WaitForEndAsync(queued)).State);
    }

    // After the kill, the latest checkpoint is older than the reported epochs.
    [Fact]
    public async Task Pending_stop_takes_effect_after_a_crash_when_the_reported_epochs_are_repeated()
    {
        var spec = SampleSpecs.Endless with { Network = new NetworkSpec { Hidden = [8] }, Validation = new ValidationSpec { Folds = 3 } };
        Guid id;
        long reported;
        await using (var first = await Service.StartProcessAsync(data, null, "--LearnML:CheckpointSeconds=3600", "--LearnML:CheckpointEpochs=50"))
        {
            id = (await first.StartJobAsync(spec)).Id;
            await first.WaitForJobAsync(id, job => job.LastSequence > 300);
            var stopping = first.PostAsync($"/api/jobs/{id}/stop");
            await stopping;
            await first.Process.KillAsync();
        }

        await using var second = await Service.StartAsync(data);
        reported = (await second.GetJobAsync(id)).LastSequence;
        var ended = await second.WaitForEndAsync(id);

        var metrics = await second.GetMetricsAsync(id);
        var report = await second.GetAsync<Report>($"/api/jobs/{id}/report");
        Assert.Equal(JobState.Stopped, ended.State);
        Assert.Equal(Enumerable.Range(1, metrics.Count).Select(sequence => (long)sequence), metrics.Select(epoch => epoch.Sequence));
        Assert.True(metrics.Count >= reported, $"{metrics.Count} after, {reported} before");
        Assert.All(report.CrossValidation!.Folds, fold => Assert.Equal(metrics.Count(epoch => epoch.Fold == fold.Fold), fold.Epoch));
        Assert.Equal(report.Epoch, metrics.Count(epoch => epoch.Fold is null));
    }

    [Fact]
    public async Task Upload_that_a_crash_interrupts_leaves_no_file()
    {
        await using (var first = await Service.StartProcessAsync(data))
        {
            using var http = new HttpClient { BaseAddress = first.Address };
            var rows = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            using var form = new MultipartFormDataContent { { new StreamContent(rows.Reader.AsStream()), "file", "unfinished.csv" } };
            var upload = http.PostAsync(new Uri("/api/datasets", UriKind.Relative), form, TestContext.Current.CancellationToken);
            await rows.Writer.WriteAsync(
                Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 100_000))), TestContext.Current.CancellationToken);
            await Deadline.UntilAsync(() => GetUploads().Length == 1);
            await first.Process.KillAsync();
            await rows.Writer.CompleteAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => upload);
        }

        Assert.Single(GetUploads());
        await using var second = await Service.StartAsync(data);

        Assert.Empty(GetUploads());
    }

    [Fact]
    public async Task Prediction_that_a_crash_interrupts_leaves_no_file()
    {
        string[] before;
        await using (var first = await Service.StartProcessAsync(data))
        {
            await first.UploadAsync(FlowersTable.Csv, ("name", "flowers"), ("target", "price"));
            await first.RunJobAsync(SampleSpecs.Quick with { Dataset = "flowers" });
            before = Files();
            using var http = new HttpClient { BaseAddress = first.Address };
            var rows = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            using var body = new StreamContent(rows.Reader.AsStream());
            body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            var prediction = http.PostAsync(new Uri("/api/models/flowers/predict", UriKind.Relative), body, TestContext.Current.CancellationToken);
            await rows.Writer.WriteAsync(
                Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 100_000))), TestContext.Current.CancellationToken);
            await Deadline.UntilAsync(() => Files().Length > before.Length);
            await first.Process.KillAsync();
            await rows.Writer.CompleteAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => prediction);
        }

        await using var second = await Service.StartAsync(data);

        Assert.Equal(before, Files());

        // Files of jobs are excluded, since they change when a job ends.
        string[] Files() => [.. Directory.GetFiles(data.Path, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("learnml.db", StringComparison.Ordinal)
                && !file.Contains("checkpoints", StringComparison.Ordinal)).Order()];
    }

    [Fact]
    public async Task Training_continues_after_a_crash()
    {
        Dictionary<string, string> before;
        Guid running, queued;
        IReadOnlyList<EpochMetrics> seen;
        await using (var first = await Service.StartProcessAsync(data, null, "--LearnML:CheckpointEpochs", "1"))
        {
            var intact = await first.RunJobAsync(SampleSpecs.Quick);
            before = await GetStoredBodiesAsync(first, intact);
            running = (await BusyDevice.StartAsync(first)).JobId;
            await first.WaitForJobAsync(running, job => job.LastSequence > 2);
            queued = (await first.StartJobAsync(SampleSpecs.Quick)).Id;
            seen = await first.GetMetricsAsync(running);
            await first.Process.KillAsync();
        }

        await using var second = await Service.StartAsync(data);

        foreach (var (path, body) in before)
        {
            Assert.Equal(body, (await second.GetAsync(path)).Body);
        }

        Assert.Equal(seen.Select(ToJson), (await second.GetMetricsAsync(running)).Take(seen.Count).Select(ToJson));
        await second.WaitForJobAsync(running, job => job.EndedAt is not null || job.LastSequence > seen.Count);
        await second.PostAsync($"/api/jobs/{running}/stop");
        var ended = await second.WaitForEndAsync(running);
        Assert.Equal(JobState.Stopped, ended.State);
        Assert.NotNull(ended.Version);
        Assert.Equal(Enumerable.Range(1, (int)ended.LastSequence), (await second.GetMetricsAsync(running)).Select(metrics => metrics.Epoch));
        Assert.Equal(JobState.Succeeded, (await second.WaitForEndAsync(queued)).State);
        Assert.Equal(HttpStatusCode.NoContent, (await second.DeleteAsync($"/api/jobs/{running}")).Status);
    }

    public void Dispose() => data.Dispose();

    private string[] GetUploads() =>
        Directory.Exists(Path.Combine(data.Path, "uploads")) ? Directory.GetFiles(Path.Combine(data.Path, "uploads")) : [];

    private static string ToJson(EpochMetrics metrics) => JsonSerializer.Serialize(metrics, WireFormat.Options);

    private static async Task<Dictionary<string, string>> GetStoredBodiesAsync(Service service, Job job)
    {
        var bodies = new Dictionary<string, string>();
        foreach (var path in new[]
        {
            $"/api/jobs/{job.Id}",
            $"/api/jobs/{job.Id}/metrics",
            $"/api/jobs/{job.Id}/log",
            $"/api/jobs/{job.Id}/report",
            $"/api/models/{job.Model}/versions/1",
        })
        {
            bodies[path] = (await service.GetAsync(path)).Body;
        }

        return bodies;
    }
}
