using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Storage;

/// <summary>What was stored is there again for the next service on the same data folder.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder data = new();

    [Fact]
    public async Task Jobs_metrics_reports_and_models_outlive_the_service()
    {
        Dictionary<string, string> before;
        PredictionResponse predicted;
        IReadOnlyList<int> image;
        string model;
        await using (var first = await Service.StartAsync(data))
        {
            var job = await first.RunJobAsync(Specs.Quick with { Model = Specs.NewModel() });
            model = job.Model;
            image = (await Images.TakeAsync(first, 1))[0].Pixels!;
            before = await StoredAsync(first, job);
            predicted = await first.PredictAsync(model, image);
            Assert.Equal(0, await first.Process.TerminateAsync());
        }

        await using var second = await Service.StartAsync(data);

        foreach (var (path, body) in before)
        {
            Assert.Equal(body, (await second.GetAsync(path)).Body);
        }

        Assert.Equal(predicted.Predictions[0].Probabilities, (await second.PredictAsync(model, image)).Predictions[0].Probabilities);
    }

    [Fact]
    public async Task A_service_that_is_told_to_end_interrupts_its_job_and_the_next_one_runs_the_queue()
    {
        Guid running, queued, behind;
        await using (var first = await Service.StartAsync(data))
        {
            running = (await BusyDevice.StartAsync(first)).JobId;
            queued = (await first.StartJobAsync(Specs.Quick)).Id;
            behind = (await first.StartJobAsync(Specs.Quick)).Id;
            Assert.Equal(0, await first.Process.TerminateAsync());
        }

        await using var second = await Service.StartAsync(data);

        await AssertInterruptedAsync(second, running);
        var (one, two) = (await second.EndAsync(queued), await second.EndAsync(behind));
        Assert.Equal((JobState.Succeeded, JobState.Succeeded), (one.State, two.State));
        Assert.True(one.EndedAt <= two.StartedAt);
    }

    [Fact]
    public async Task An_upload_that_was_cut_off_by_a_kill_leaves_nothing()
    {
        await using (var first = await Service.StartAsync(data))
        {
            using var http = new HttpClient { BaseAddress = first.Address };
            var rows = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            using var form = new MultipartFormDataContent { { new StreamContent(rows.Reader.AsStream()), "file", "unfinished.csv" } };
            var upload = http.PostAsync(new Uri("/api/datasets", UriKind.Relative), form, TestContext.Current.CancellationToken);
            await rows.Writer.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 100_000))), TestContext.Current.CancellationToken);
            await Deadline.UntilAsync(() => Uploads().Length == 1);
            await first.Process.KillAsync();
            await rows.Writer.CompleteAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => upload);
        }

        Assert.Single(Uploads());
        await using var second = await Service.StartAsync(data);

        Assert.Empty(Uploads());
    }

    [Fact]
    public async Task A_prediction_that_was_cut_off_by_a_kill_leaves_nothing()
    {
        string[] before;
        await using (var first = await Service.StartAsync(data))
        {
            await first.UploadAsync(Flowers.Csv, ("name", "flowers"), ("target", "price"));
            await first.RunJobAsync(Specs.Quick with { Dataset = "flowers" });
            before = Files();
            using var http = new HttpClient { BaseAddress = first.Address };
            var rows = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
            using var body = new StreamContent(rows.Reader.AsStream());
            body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            var prediction = http.PostAsync(new Uri("/api/models/flowers/predict", UriKind.Relative), body, TestContext.Current.CancellationToken);
            await rows.Writer.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,2\n", 100_000))), TestContext.Current.CancellationToken);
            await Deadline.UntilAsync(() => Files().Length > before.Length);
            await first.Process.KillAsync();
            await rows.Writer.CompleteAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => prediction);
        }

        await using var second = await Service.StartAsync(data);

        Assert.Equal(before, Files());

        string[] Files() => [.. Directory.GetFiles(data.Path, "*", SearchOption.AllDirectories).Where(file => !file.Contains("learnml.db", StringComparison.Ordinal)).Order()];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_that_is_killed_while_it_trains_loses_nothing_that_was_stored(bool stopping)
    {
        Dictionary<string, string> before;
        Guid running, queued;
        long sequence;
        await using (var first = await Service.StartAsync(data))
        {
            var intact = await first.RunJobAsync(Specs.Quick);
            before = await StoredAsync(first, intact);
            running = stopping ? await StoppingAsync(first) : (await BusyDevice.StartAsync(first)).JobId;
            queued = (await first.StartJobAsync(Specs.Quick)).Id;
            sequence = (await first.JobAsync(running)).LastSequence;
            await first.Process.KillAsync();
        }

        await using var second = await Service.StartAsync(data);

        var interrupted = await AssertInterruptedAsync(second, running);
        Assert.InRange(interrupted.LastSequence, sequence, long.MaxValue);
        Assert.Equal(interrupted.LastSequence, (await second.MetricsAsync(running)).Count);
        foreach (var (path, body) in before)
        {
            Assert.Equal(body, (await second.GetAsync(path)).Body);
        }

        Assert.Equal(JobState.Succeeded, (await second.EndAsync(queued)).State);
        Assert.Equal(HttpStatusCode.NoContent, (await second.DeleteAsync($"/api/jobs/{running}")).Status);
    }

    public void Dispose() => data.Dispose();

    private string[] Uploads() => Directory.Exists(Path.Combine(data.Path, "uploads")) ? Directory.GetFiles(Path.Combine(data.Path, "uploads")) : [];

    private static async Task<Guid> StoppingAsync(Service service)
    {
        var id = (await service.StartJobAsync(Specs.LongEpochs)).Id;
        await service.UntilAsync(id, job => job.Progress > 0);
        await service.PostAsync($"/api/jobs/{id}/stop");
        return id;
    }

    private static async Task<Job> AssertInterruptedAsync(Service service, Guid id)
    {
        var job = await service.JobAsync(id);
        Assert.Equal(JobState.Interrupted, job.State);
        Assert.NotNull(job.EndedAt);
        Assert.Contains("service went down", job.Error, StringComparison.Ordinal);
        Assert.Null(job.Version);
        (await service.GetAsync($"/api/jobs/{id}/report")).ShouldBeProblem(HttpStatusCode.Conflict);
        return job;
    }

    private static async Task<Dictionary<string, string>> StoredAsync(Service service, Job job)
    {
        var bodies = new Dictionary<string, string>();
        foreach (var path in new[] { $"/api/jobs/{job.Id}", $"/api/jobs/{job.Id}/metrics", $"/api/jobs/{job.Id}/report", $"/api/models/{job.Model}/versions/1" })
        {
            bodies[path] = (await service.GetAsync(path)).Body;
        }

        return bodies;
    }
}
