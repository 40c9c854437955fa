using System.Net;
using System.Text.Json.Nodes;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Server;
using LearnML.Api.Health;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Queue;
using LearnML.Api.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LearnML.Api.Tests.Health;

/// <summary>The readiness check names what fails. <see cref="Storage.PostgresTests"/> tests an unavailable database and queue.</summary>
public sealed class HealthTests : IDisposable
{
    private readonly TemporaryFolder data = new();

    [Fact]
    public async Task Readiness_fails_while_the_data_folder_is_not_writable()
    {
        await using var service = await Service.StartAsync(data);
        await Deadline.UntilAsync(async () => (await service.GetAsync("/health/ready")).Status, status => status == HttpStatusCode.OK);
        Assert.Equal(
            """
            {"status":"Healthy","checks":{
            "database":{"status":"Healthy","description":null},
            "dataFolder":{"status":"Healthy","description":null},
            "queue":{"status":"Healthy","description":null},
            "device":{"status":"Healthy","description":null}}}
            """.ReplaceLineEndings(""),
            (await service.GetAsync("/health/ready")).Body);

        var elsewhere = data.Path + "-elsewhere";
        Directory.Move(data.Path, elsewhere);
        var unwritable = await Deadline.UntilAsync(
            () => service.GetAsync("/health/ready"), response => response.Status == HttpStatusCode.ServiceUnavailable);
        var liveness = await service.GetAsync("/health/live");
        Directory.Move(elsewhere, data.Path);
        await Deadline.UntilAsync(async () => (await service.GetAsync("/health/ready")).Status, status => status == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, liveness.Status);
        Assert.Equal("""{"status":"Unhealthy","description":"The data folder is not writable."}""",
            JsonNode.Parse(unwritable.Body)!["checks"]!["dataFolder"]!.ToJsonString());
    }

    [Fact]
    public async Task Readiness_fails_while_the_database_cannot_be_written()
    {
        await using var service = await Service.StartAsync(data);
        await Deadline.UntilAsync(async () => (await service.GetAsync("/health/ready")).Status, status => status == HttpStatusCode.OK);
        await using (var other = new SqliteConnection($"Data Source={data["learnml.db"]};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var writing = other.BeginTransaction();

            var unready = await Deadline.UntilAsync(
                () => service.GetAsync("/health/ready"), response => response.Status == HttpStatusCode.ServiceUnavailable);
            Assert.Equal("The database does not answer.", (string?)JsonNode.Parse(unready.Body)!["checks"]!["database"]!["description"]);
        }

        await Deadline.UntilAsync(async () => (await service.GetAsync("/health/ready")).Status, status => status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Readiness_fails_while_the_database_can_be_read_and_locked_but_not_changed()
    {
        await using var service = await Service.StartAsync(data);
        await Deadline.UntilAsync(async () => (await service.GetAsync("/health/ready")).Status, status => status == HttpStatusCode.OK);
        await using (var other = new SqliteConnection($"Data Source={data["learnml.db"]};Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = other.CreateCommand();
            command.CommandText = "CREATE TRIGGER Full BEFORE UPDATE ON Processes BEGIN SELECT RAISE(ABORT, 'no space'); END";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var unready = await Deadline.UntilAsync(
            () => service.GetAsync("/health/ready"), response => response.Status == HttpStatusCode.ServiceUnavailable);
        Assert.Contains("no space", (string?)JsonNode.Parse(unready.Body)!["checks"]!["database"]!["description"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_requests_within_a_second_share_one_check()
    {
        var time = new FakeTimeProvider();
        var checks = new CountingHealthCheckService();
        var readiness = new ReadinessCheck(checks, time);

        await readiness.CheckAsync();
        time.Advance(TimeSpan.FromSeconds(0.9));
        await readiness.CheckAsync();
        var before = checks.Count;
        time.Advance(TimeSpan.FromSeconds(0.1));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => readiness.CheckAsync()));

        Assert.Equal((1, 2), (before, checks.Count));
    }

    [Fact]
    public async Task Readiness_fails_if_the_disk_has_too_little_space()
    {
        Assert.Equal(HealthCheckResult.Healthy(), await CheckAsync(DataFolderHealthCheck.MinimumFreeBytes));
        Assert.Equal(HealthCheckResult.Unhealthy("The data folder has less than 256 MB of free space."),
            await CheckAsync(DataFolderHealthCheck.MinimumFreeBytes - 1));
        Assert.Empty(Directory.GetFileSystemEntries(data.Path));

        Task<HealthCheckResult> CheckAsync(long freeBytes) => new DataFolderHealthCheck(Settings, folder => folder == data.Path ? freeBytes : 0)
            .CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Readiness_fails_if_no_training_server_polls_the_queue()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        // Hangfire may still log to the disposed host of another test.
        Hangfire.Logging.LogProvider.SetCurrentLogProvider(null);
        using var storage = new InMemoryStorage();
        using var connection = storage.GetConnection();
        var health = new QueueHealthCheck(new JobQueue(new BackgroundJobClient(storage), storage, NullLogger<JobQueue>.Instance), Settings, time);
        connection.AnnounceServer($"trainer-cpu:elsewhere:{Environment.ProcessId}:another", new ServerContext());

        Assert.Equal("No training server polls the queue for cpu.", (await CheckAsync()).Description);
        connection.AnnounceServer(
            $"{Assert.Single(TrainingServer.FromSettings(Settings.Value)).UniqueName.ToLowerInvariant()}:this", new ServerContext());
        Assert.Equal(HealthCheckResult.Healthy(), await CheckAsync());
        time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(HealthCheckResult.Healthy(), await CheckAsync());
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("No training server polls the queue for cpu.", (await CheckAsync()).Description);

        Task<HealthCheckResult> CheckAsync() => health.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
    }

    public void Dispose() => data.Dispose();

    private IOptions<LearnMLOptions> Settings => Options.Create(new LearnMLOptions { Data = data.Path, Device = "cpu", Queues = "cpu" });

    private sealed class CountingHealthCheckService : HealthCheckService
    {
        private int count;

        public int Count => count;

        public override Task<HealthReport> CheckHealthAsync(
            Func<HealthCheckRegistration, bool>? predicate, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref count);
            return Task.FromResult(new HealthReport(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero));
        }
    }
}
