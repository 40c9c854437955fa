using System.Net;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.LiveMetrics;
using LearnML.Api.Tests.Telemetry;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace LearnML.Api.Tests.Storage;

/// <summary>The service with PostgreSQL, including an outage of the database.</summary>
public sealed class PostgresTests(SharedPostgresFixture shared)
{
    [Fact]
    public async Task Database_outage_is_reported_and_training_continues()
    {
        Assert.SkipUnless(PostgresServer.IsAvailable, PostgresServer.MissingReason);
        using var data = new TemporaryFolder();
        await using var postgres = await PostgresServer.StartAsync();
        await using var service = await Service.StartProcessAsync(
            data, null, "--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={postgres.GetConnectionString()}");
        var first = await service.RunJobAsync(SampleSpecs.Quick);
        var busy = await BusyDevice.StartAsync(service);
        await using var client = await HubClient.ConnectAsync(service);
        var watched = client.WatchAsync(busy.JobId);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health/ready")).Status);

        await postgres.StopAsync();
        await Deadline.UntilAsync(
            async () => (await service.GetAsync("/health/ready")).Status, status => status == HttpStatusCode.ServiceUnavailable);
        var checks = System.Text.Json.Nodes.JsonNode.Parse((await service.GetAsync("/health/ready")).Body)!["checks"]!;
        Assert.Equal(("The database does not answer.", "The queue does not answer."),
            ((string)checks["database"]!["description"]!, (string)checks["queue"]!["description"]!));
        Assert.Equal(("Healthy", "Healthy"), ((string)checks["dataFolder"]!["status"]!, (string)checks["device"]!["status"]!));
        (await service.GetAsync($"/api/jobs/{first.Id}")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        var rejected = await service.PostAsync("/api/jobs", SampleSpecs.Quick);
        Assert.Contains("database does not answer", rejected.ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), rejected.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health/live")).Status);
        await Deadline.UntilAsync(() => service.Output.Contains("keeps training and retries the write", StringComparison.Ordinal));
        var epochs = await CountEpochsAsync();
        await Deadline.UntilAsync(CountEpochsAsync, trained => trained > epochs + 10);
        await postgres.ResumeAsync();

        await Deadline.UntilAsync(async () => (await service.GetAsync("/health/ready")).Status, status => status == HttpStatusCode.OK);
        var lastSequence = (await service.GetJobAsync(busy.JobId)).LastSequence;
        await service.WaitForJobAsync(busy.JobId, job => job.LastSequence > lastSequence);
        Assert.Equal(first, await service.GetJobAsync(first.Id),
            (expected, actual) => expected!.Id == actual!.Id && expected.State == actual.State && expected.Version == actual.Version);
        await service.PostAsync($"/api/jobs/{busy.JobId}/stop");
        Assert.Equal(JobState.Stopped, (await service.WaitForEndAsync(busy.JobId)).State);
        var history = await watched;
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(metrics => metrics.Epoch));
        Assert.InRange(history.Zip(history.Skip(1), (before, after) => after.ElapsedSeconds - before.ElapsedSeconds).Max(), 0, 2);

        async Task<double> CountEpochsAsync() => (await PrometheusMetrics.ReadAsync(service)).Sum("learnml_epochs_total");
    }

    [Fact]
    public async Task String_that_PostgreSQL_cannot_store_is_rejected()
    {
        Assert.SkipUnless(PostgresServer.IsAvailable, PostgresServer.MissingReason);
        using var data = new TemporaryFolder();
        var connectionString = await shared.CreateDatabaseAsync();
        await using var service = await Service.StartAsync(
            data, null, "--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={connectionString}");
        await service.RunJobAsync(SampleSpecs.Quick with { Model = "written" });
        ApiResponse[] responses =
        [
            await service.GetAsync("/api/jobs?dataset=%00"),
            await service.PostAsync("/api/jobs", """{ "dataset": "a\u0000" }"""),
            await service.SendJsonAsync(HttpMethod.Patch, "/api/models/written", """{ "description": "\u0000" }"""),
            await service.UploadAsync(Datasets.FlowersTable.Csv, ("name", "flowers"), ("target", "a\0")),
        ];

        Assert.All(responses, response => response.ShouldBeProblem(HttpStatusCode.BadRequest));
        Assert.Equal("must not contain the character U+0000", responses[0].ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("dataset"));
    }

    [Fact]
    public async Task Transaction_of_a_frozen_process_times_out()
    {
        Assert.SkipUnless(PostgresServer.IsAvailable, PostgresServer.MissingReason);
        using var data = new TemporaryFolder();
        var connectionString = await shared.CreateDatabaseAsync();
        string[] arguments = ["--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={connectionString}"];
        await using var service = await Service.StartAsync(data, null, arguments);
        var job = await service.RunJobAsync(SampleSpecs.Quick);
        var connection = PostgresConnection.FromConfiguration(new ConfigurationBuilder().AddCommandLine(arguments).Build());
        await using var frozen = new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connection).Options);
        await using var transaction = await frozen.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await frozen.Jobs.Where(
            row => row.Id == job.Id).ExecuteUpdateAsync(row => row.SetProperty(field => field.Progress, 0.5), TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync($"/api/jobs/{job.Id}")).Status);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => transaction.CommitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Jobs_metrics_models_and_datasets_survive_a_restart()
    {
        Assert.SkipUnless(PostgresServer.IsAvailable, PostgresServer.MissingReason);
        using var data = new TemporaryFolder();
        var connectionString = await shared.CreateDatabaseAsync();
        string[] arguments = ["--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={connectionString}"];
        Dictionary<string, string> before = [];
        await using (var service = await Service.StartAsync(data, null, arguments))
        {
            await service.UploadAsync(Datasets.FlowersTable.Csv, ("name", "flowers"), ("target", "price"));
            var job = await service.RunJobAsync(SampleSpecs.Quick with { Dataset = "flowers" });
            foreach (var path in new[]
            {
                $"/api/jobs/{job.Id}",
                $"/api/jobs/{job.Id}/metrics",
                $"/api/jobs/{job.Id}/log",
                $"/api/jobs/{job.Id}/report",
                "/api/models/flowers",
                "/api/datasets/flowers",
                "/api/jobs?dataset=flowers&state=succeeded",
            })
            {
                before[path] = (await service.GetAsync(path)).Body;
            }
        }

        await using var restarted = await Service.StartAsync(data, null, arguments);

        foreach (var (path, body) in before)
        {
            Assert.Equal(body, (await restarted.GetAsync(path)).Body);
        }

        var system = await restarted.GetAsync<SystemInfo>("/api/system");
        Assert.Equal(("postgres", "postgres", "none", "all"), (system.Storage, system.Queue, system.Backplane, system.Role));
        Assert.Equal(Assert.Single(system.Processes).Queues.Order(), system.Queues.Select(queue => queue.Name));
    }
}
