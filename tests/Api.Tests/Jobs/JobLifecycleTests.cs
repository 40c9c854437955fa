using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

[Collection(JobServiceCollection.Name)]
public sealed class JobLifecycleTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Job_produces_a_report_a_model_version_and_predictions()
    {
        var spec = SampleSpecs.Accurate with { Model = SampleSpecs.CreateModelName() };

        var job = await service.RunJobAsync(spec);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Null(job.Error);
        Assert.Equal((1.0, 5, 5, 5L, 1), (job.Progress, job.Epoch, job.Epochs, job.LastSequence, job.Version));
        Assert.True(job.CreatedAt <= job.StartedAt && job.StartedAt <= job.EndedAt);
        Assert.Equal([1, 2, 3, 4, 5], (await service.GetMetricsAsync(job.Id)).Select(metrics => metrics.Epoch));

        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.InRange(report.Test!.Accuracy!.Value, 0.8, 1);

        var version = await service.GetAsync<ModelVersion>($"/api/models/{spec.Model}/versions/1");
        Assert.Equal((job.Id, "glyphs", report.Epoch), (version.JobId, version.Dataset, version.Epoch));
        Assert.Equal(report.Test, version.Test);

        var images = await TestImages.TakeAsync(service, 100);
        var predicted = await service.PredictAsync(spec.Model, images.Select(image => image.Pixels));
        var correct = images.Zip(predicted.Predictions).Count(pair => pair.First.ClassIndex == pair.Second.ClassIndex);
        Assert.InRange(correct, 75, 100);
    }

    [Fact]
    public async Task Posting_a_spec_returns_the_job_and_its_location_at_once()
    {
        var times = new List<TimeSpan>();
        for (var post = 0; post < 3; post++)
        {
            var clock = Stopwatch.StartNew();
            var response = await service.PostAsync("/api/jobs", SampleSpecs.Quick);
            times.Add(clock.Elapsed);

            Assert.Equal(HttpStatusCode.Accepted, response.Status);
            var job = response.Read<Job>();
            Assert.Equal($"/api/jobs/{job.Id}", response.Location!.OriginalString);
            Assert.Equal(job.Id, (await service.GetAsync<Job>(response.Location.OriginalString)).Id);
            await service.WaitForEndAsync(job.Id);
        }

        Assert.True(times.Min() < TimeSpan.FromSeconds(1), string.Join(", ", times));
    }

    [Fact]
    public async Task Aborted_post_leaves_no_job_that_never_runs()
    {
        var (model, random) = (SampleSpecs.CreateModelName(), new Random(1));
        for (var request = 0; request < 40; request++)
        {
            using var cancellation = new CancellationTokenSource();
            using var http = new HttpClient { BaseAddress = service.Address };
            var posted = http.PostAsJsonAsync("/api/jobs", SampleSpecs.Quick with { Model = model }, WireFormat.Options, cancellation.Token);
            await Task.WhenAny(posted, Task.Delay(random.Next(10), TestContext.Current.CancellationToken));
            await cancellation.CancelAsync();
            try
            {
                (await posted).Dispose();
            }
            catch (OperationCanceledException)
            {
                // Expected. Some requests are answered before the cancellation.
            }
        }

        var jobs = await Deadline.UntilAsync(
            () => service.GetAsync<Page<Job>>($"/api/jobs?model={model}&take=200"), page => page.Items.All(job => job.EndedAt is not null));

        Assert.All(jobs.Items, job => Assert.Equal(JobState.Succeeded, job.State));
        TestContext.Current.TestOutputHelper?.WriteLine($"{jobs.Total} of 40 requests were jobs");
    }

    [Fact]
    public async Task Job_shows_its_spec_with_all_defaults()
    {
        var response = await service.PostAsync("/api/jobs", """{ "dataset": "glyphs" }""");

        var job = response.Read<Job>();
        Assert.Equal(("label", "glyphs", "glyphs"), (job.Spec.Target, job.Spec.Model, job.Model));
        Assert.Equal([256], job.Spec.Network.Hidden);
        Assert.Equal((10, 256, 0L, "auto"),
            (job.Spec.Training.Epochs, job.Spec.Training.BatchSize, job.Spec.Training.Seed, job.Spec.Training.Device));
        Assert.Equal(0.1, job.Spec.Optimizer.LearningRate);
        await service.PostAsync($"/api/jobs/{job.Id}/cancel");
    }

    [Fact]
    public async Task Running_job_shows_its_speed_and_remaining_time()
    {
        await using var busy = await BusyDevice.StartAsync(service);

        var job = await service.GetJobAsync(busy.JobId);

        Assert.Equal(JobState.Running, job.State);
        Assert.InRange(job.Progress, 1e-9, 0.5);
        Assert.True(job.SamplesPerSecond > 0);
        Assert.True(job.EtaSeconds > 0);
        Assert.Null(job.QueuePosition);
        Assert.Null(job.EndedAt);
    }

    [Fact]
    public async Task Ended_job_has_no_remaining_time_and_no_queue_position()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        Assert.Null(job.EtaSeconds);
        Assert.Null(job.QueuePosition);
    }

    [Fact]
    public async Task Device_runs_one_job_at_a_time_and_queued_jobs_have_positions()
    {
        await using var busy = await BusyDevice.StartAsync(service);

        var first = await service.StartJobAsync(SampleSpecs.Quick);
        var second = await service.StartJobAsync(SampleSpecs.Quick);

        Assert.Equal((JobState.Queued, 1), ((await service.GetJobAsync(first.Id)).State, (await service.GetJobAsync(first.Id)).QueuePosition));
        Assert.Equal((JobState.Queued, 2), ((await service.GetJobAsync(second.Id)).State, (await service.GetJobAsync(second.Id)).QueuePosition));

        var stopped = await StopAsync(busy.JobId);
        var firstEnded = await service.WaitForEndAsync(first.Id);
        var secondEnded = await service.WaitForEndAsync(second.Id);
        Assert.True(stopped.EndedAt <= firstEnded.StartedAt && firstEnded.EndedAt <= secondEnded.StartedAt);
    }

    [Fact]
    public async Task Same_seed_gives_the_same_losses()
    {
        var losses = await GetLossesAsync(seed: 7);
        var repeated = await GetLossesAsync(seed: 7);
        var otherLosses = await GetLossesAsync(seed: 8);

        Assert.Equal(losses, repeated);
        Assert.NotEqual(losses, otherLosses);
    }

    [Theory]
    [InlineData(0.0001)]
    [InlineData(0.99999)]
    public async Task Extreme_holdout_leaves_training_and_validation_rows(double holdout)
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Validation = new ValidationSpec { Holdout = holdout } });

        Assert.True(job.State == JobState.Succeeded, job.Error);
    }

    private async Task<IEnumerable<(double, double)>> GetLossesAsync(long seed)
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Training = SampleSpecs.Quick.Training with { Seed = seed } });
        return (await service.GetMetricsAsync(job.Id)).Select(metrics => (metrics.Train.Loss, metrics.Validation!.Loss));
    }

    private async Task<Job> StopAsync(Guid id)
    {
        await service.PostAsync($"/api/jobs/{id}/stop");
        return await service.WaitForEndAsync(id);
    }
}
