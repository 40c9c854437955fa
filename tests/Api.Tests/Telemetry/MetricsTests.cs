using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Docs;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.LiveMetrics;
using LearnML.Contracts;
using YamlDotNet.Serialization;

namespace LearnML.Api.Tests.Telemetry;

/// <summary>The metrics of <c>/metrics</c>, and the queries of the dashboard and the alerts.</summary>
public sealed partial class MetricsTests(TelemetryServiceFixture fixture) : IClassFixture<TelemetryServiceFixture>
{
    private readonly Service service = fixture.Service;

    private static string Folder => Path.Combine(Repository.Root, "src", "Api", "Telemetry");

    [Fact]
    public async Task Every_query_of_dashboard_and_alerts_finds_series()
    {
        var dashboard = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(Folder, "grafana-dashboard.json"), TestContext.Current.CancellationToken))!;
        var alerts = new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Dictionary<string, object>>>>(
            await File.ReadAllTextAsync(Path.Combine(Folder, "alerts.yml"), TestContext.Current.CancellationToken));
        PrometheusQuery[] queries =
        [
            .. dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray())
            .Select(target => new PrometheusQuery((string)target!["expr"]!)),
            .. alerts["groups"].SelectMany(group => (List<object>)group["rules"])
            .Select(rule => new PrometheusQuery((string)((Dictionary<object, object>)rule)["expr"])),
        ];
        await using var client = await HubClient.ConnectAsync(service);
        await PredictAsync();
        await StopAsync();

        var metrics = await PrometheusMetrics.ReadAsync(service);

        Assert.InRange(queries.Length, 30, 100);
        Assert.All(queries, query => query.AssertAnsweredBy(metrics));
        Assert.All(LearnMLSeries().Matches(string.Join('\n', metrics.SeriesNames)).Select(name => name.Value).Distinct(),
            name => Assert.Contains(queries, query => query.Text.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Labels_name_no_jobs_or_models_and_use_adds_no_series()
    {
        await StopAsync();
        await service.RunJobAsync(SampleSpecs.Diverging);
        await PredictAsync();
        var before = await PrometheusMetrics.ReadAsync(service);

        var jobs = new List<Job>();
        for (var job = 0; job < 3; job++)
        {
            jobs.Add(await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() }));
            await service.PredictAsync(jobs[^1].Model, (await TestImages.TakeAsync(service, 1))[0].Pixels!);
        }

        var after = (await PrometheusMetrics.ReadAsync(service)).SeriesNames.ToList();

        // The number of .NET runtime series may grow.
        Assert.Equal(before.SeriesNames.Where(series => LearnMLSeries().IsMatch(series)).Order(),
            after.Where(series => LearnMLSeries().IsMatch(series)).Order());
        Assert.All(after, series => Assert.All(jobs, job =>
        {
            Assert.DoesNotContain(job.Id.ToString(), series, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(job.Model, series, StringComparison.Ordinal);
        }));
    }

    [Fact]
    public async Task Counters_match_the_jobs_and_predictions()
    {
        var before = await PrometheusMetrics.ReadAsync(service);

        await service.RunJobAsync(SampleSpecs.Quick.WithEpochs(2) with { Validation = new ValidationSpec { Folds = 3 } });
        await service.RunJobAsync(SampleSpecs.Diverging.WithEpochs(30));
        await using var busy = await BusyDevice.StartAsync(service);
        await Deadline.UntilAsync(async () => (await PrometheusMetrics.ReadAsync(service)).Sum("learnml_jobs_running"), running => running == 1);
        var queued = await service.StartJobAsync(SampleSpecs.Quick);
        await Deadline.UntilAsync(
            async () => (await PrometheusMetrics.ReadAsync(service)).Sum("learnml_queue_depth", ("queue", "cpu")), depth => depth == 1);
        await service.PostAsync($"/api/jobs/{queued.Id}/cancel");
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        var stopped = await service.WaitForEndAsync(busy.JobId);
        await PredictAsync();
        await service.PostAsync($"/api/models/{fixture.Job.Model}/predict", "{}");
        await service.PostAsync($"/api/models/{fixture.Job.Model}/predict", "no JSON");
        await service.PostAsync("/v2/models/nobody/infer", "{}");

        // The response is cached for a fraction of a second.
        var after = await Deadline.UntilAsync(() => PrometheusMetrics.ReadAsync(service),
            metrics => metrics.Sum("learnml_jobs_running") == 0 && Rise(metrics, "learnml_predictions_total") == 6);

        Assert.InRange(Rise(after, "learnml_epochs_total", ("device", "cpu")), (2 * (3 + 1)) + stopped.Epoch, (2 * (3 + 1)) + stopped.Epoch + 30);
        Assert.Equal(Rise(after, "learnml_epoch_duration_seconds_count"), Rise(after, "learnml_epoch_duration_seconds_bucket", ("le", "+Inf")));
        Assert.Equal((1, 1, 1, 1),
            (Ended("succeeded", "completed"), Ended("failed", "diverged"), Ended("stopped", "requested"), Ended("cancelled", "requested")));
        Assert.Equal(4, Rise(after, "learnml_jobs_ended_total"));
        Assert.Equal((3, 2, 0), (Predictions("json", "answered"), Predictions("json", "wrong"), Predictions("json", "failed")));
        Assert.Equal((0, 1), (Predictions("inference", "answered"), Predictions("inference", "wrong")));
        Assert.Equal((1 + 1 + 4, 3),
            (Rise(after, "learnml_prediction_rows_total"), Rise(after, "learnml_prediction_duration_seconds_count", ("form", "json"))));
        Assert.Equal((6, 3), (Rise(after, "learnml_prediction_batch_size_sum"), Rise(after, "learnml_prediction_batch_size_count")));
        Assert.True(Rise(after, "learnml_model_cache_requests_total", ("result", "hit")) >= 3);
        Assert.InRange(after.Sum("learnml_device_memory_used_bytes", ("device", "cpu")),
            10_000_000, after.Sum("learnml_device_memory_limit_bytes", ("device", "cpu")));

        double Rise(PrometheusMetrics current, string name, params (string, string)[] labels) => current.Sum(name, labels) - before.Sum(name, labels);
        double Ended(string state, string reason) => Rise(after, "learnml_jobs_ended_total", ("state", state), ("reason", reason));
        double Predictions(string form, string outcome) => Rise(after, "learnml_predictions_total", ("form", form), ("outcome", outcome));
    }

    /// <summary>Stops a job, which then writes a checkpoint. A quick job ends before its first one.</summary>
    private async Task StopAsync()
    {
        await using var busy = await BusyDevice.StartAsync(service);
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        await service.WaitForEndAsync(busy.JobId);
    }

    private async Task PredictAsync()
    {
        var images = await TestImages.TakeAsync(service, 4);
        await service.PredictAsync(fixture.Job.Model, images[0].Pixels!);
        await service.PredictAsync(fixture.Job.Model, images[1].Pixels!);
        await service.PredictAsync(fixture.Job.Model, images.Select(image => image.Pixels));
    }

    [GeneratedRegex(@"\blearnml_\w+?(?=_(?:bucket|sum|count)\b|\{)")]
    private static partial Regex LearnMLSeries();
}
