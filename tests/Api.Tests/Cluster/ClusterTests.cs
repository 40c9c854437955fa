using System.Net;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.LiveMetrics;
using LearnML.Contracts;
using Npgsql;

namespace LearnML.Api.Tests.Cluster;

/// <summary>Two API processes and two worker processes go through kills, pauses and outages of PostgreSQL and Redis.</summary>
public sealed class ClusterTests
{
    private const int Seed = 5;
    private const string RunningCountQuery = """SELECT count(*) FROM "Jobs" WHERE "State" = 'Running' AND "Owner" LIKE $1""";
    private const string UnendedCountQuery = """SELECT count(*) FROM "Jobs" WHERE "EndedAt" IS NULL AND $1 = ''""";
    private const string EpochSumQuery = """SELECT sum("LastSequence")::bigint FROM "Jobs" WHERE $1 = ''""";
    private const string QueueCountQuery = "SELECT count(*) FROM hangfire.jobqueue WHERE $1 = ''";

    /// <summary>
    /// How many jobs of each spec to post: at the start, before the outage of PostgreSQL, and before the outage of Redis. There is work in every
    /// phase, and little is left at the end.
    /// </summary>
    private static readonly int[] JobsPerSpec = LongRuns.Choose<int[]>(normal: [1, 1, 1], whenLong: [3, 2, 3]);

    private const int MaximumErrorLines = 40;

    private static readonly Dictionary<string, JobSpec> Specs = new()
    {
        ["plain"] = SampleSpecs.Quick.WithEpochs(40),
        ["dropout"] = SampleSpecs.Quick.WithEpochs(30) with { Network = new NetworkSpec { Hidden = [32, 16], Dropout = [0.2, 0.5] } },
        ["folds"] = SampleSpecs.Quick.WithEpochs(10) with { Validation = new ValidationSpec { Folds = 3 } },
        ["ensemble"] = SampleSpecs.Quick.WithEpochs(16) with
        {
            Network = new NetworkSpec { Hidden = [16], Ensemble = 3 },
            Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.003 },
        },
        ["table"] = new JobSpec
        {
            Dataset = "polynomial",
            Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.003 },
            Training = new TrainingSpec { Epochs = 60, Device = "cpu" },
            Validation = new ValidationSpec { Folds = 5 },
        },
    };

    [Fact]
    public async Task Every_job_ends_exactly_once_despite_kills_and_outages()
    {
        Assert.SkipUnless(PostgresServer.IsAvailable, PostgresServer.MissingReason);
        Assert.SkipUnless(RedisServer.IsAvailable, RedisServer.MissingReason);
        var random = new Random(Seed);
        WriteLine($"seed {Seed}");
        await using var cluster = await Cluster.StartAsync();
        Service[] apis = [await cluster.AddProcessAsync("api"), await cluster.AddProcessAsync("api")];
        Service[] workers = [await cluster.AddProcessAsync("worker"), await cluster.AddProcessAsync("worker")];
        Assert.All(await Task.WhenAll(apis.Concat(workers).Select(Telemetry.PrometheusMetrics.ReadAsync)),
            metrics => Assert.Single(metrics.GetLabels("learnml_jobs_running")));

        var posted = new List<(string Kind, Guid Id)>();
        var watched = new List<Task<List<EpochMetrics>>>();
        await using var first = await HubClient.ConnectAsync(apis[0]);
        await using var second = await HubClient.ConnectAsync(apis[1]);

        await PostAsync(JobsPerSpec[0]);
        await KillAsync(0);
        if (LongRuns.AreEnabled)
        {
            await KillAsync(1);
        }

        await PauseAsync(0);
        await PostAsync(JobsPerSpec[1]);
        WriteLine("PostgreSQL is restarted");
        await cluster.Postgres.StopAsync();
        foreach (var service in apis.Concat(workers))
        {
            await Deadline.UntilAsync(
                async () => (await service.GetAsync("/health/ready")).Status, status => status == HttpStatusCode.ServiceUnavailable);
        }

        await cluster.Postgres.ResumeAsync();
        await KillAsync(1);
        await PostAsync(JobsPerSpec[2]);
        WriteLine("Redis is down");
        await cluster.Redis.StopAsync();
        await ProgressAsync();
        await KillAsync(0);
        await ProgressAsync();
        cluster.Redis.Resume();

        var jobs = new List<Job>();
        foreach (var (_, id) in posted)
        {
            jobs.Add(
                await Deadline.UntilAsync(() => ReadAsync<Job>(apis[0], $"/api/jobs/{id}"), job => job.EndedAt is not null, TimeSpan.FromMinutes(4)));
        }

        WriteLine($"{jobs.Count} jobs ended: {string.Join(", ", jobs.CountBy(job => job.State))}");
        Assert.All(jobs, job => Assert.True(job.State == JobState.Succeeded, $"{job.Error}\n{GetErrors(workers)}"));
        var listed = await ReadAsync<Page<Job>>(apis[1], "/api/jobs?take=200");
        Assert.Equal(posted.Select(job => job.Id).Order(), listed.Items.Select(job => job.Id).Order());
        foreach (var kind in Specs.Keys)
        {
            var model = await ReadAsync<Model>(apis[0], $"/api/models/{kind}");
            Assert.Equal(Enumerable.Range(1, JobsPerSpec.Sum()), model.Versions.Select(version => version.Version).Order());
            Assert.Equal(jobs.Where(job => job.Model == kind).Select(job => job.Id).Order(), model.Versions.Select(version => version.JobId).Order());
        }

        var histories = await Task.WhenAll(watched).WaitAsync(Deadline.Timeout, TestContext.Current.CancellationToken);
        WriteLine($"{histories.Sum(history => history.Count)} epochs watched");
        foreach (var (job, history) in jobs.Zip(histories))
        {
            Assert.Equal(Enumerable.Range(1, (int)job.LastSequence).Select(sequence => (long)sequence), history.Select(metrics => metrics.Sequence));
        }

        // Jobs of one spec have the same metrics, however often they were interrupted.
        foreach (var (kind, runs) in jobs.Zip(histories).GroupBy(pair => pair.First.Model).Select(group => (group.Key, group.ToArray())))
        {
            var learned = Assert.Single(runs.Select(pair => string.Join('\n', pair.Second.Select(ToComparableJson))).Distinct());
            WriteLine($"{kind}: {runs.Length} jobs, the same {learned.Split('\n').Length} epochs");
        }

        await Deadline.UntilAsync(() => CountAsync(cluster, QueueCountQuery), left => left == 0, TimeSpan.FromMinutes(2));

        // Jobs are posted to one API and watched through the other.
        async Task PostAsync(int ofEachKind)
        {
            foreach (var kind in Enumerable.Repeat(Specs.Keys, ofEachKind).SelectMany(kinds => kinds))
            {
                var (api, other) = posted.Count % 2 == 0 ? (apis[0], second) : (apis[1], first);
                posted.Add((kind, (await api.StartJobAsync(Specs[kind] with { Model = kind })).Id));
                watched.Add(other.Stream(posted[^1].Id).ToListAsync().AsTask());
            }
        }

        async Task KillAsync(int worker)
        {
            var owner = $"%:{workers[worker].Process.Id}:%";
            await Deadline.UntilAsync(
                async () => await CountAsync(cluster, RunningCountQuery, owner) == 1
                    || await CountAsync(cluster, UnendedCountQuery) == 0, isReached => isReached);
            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble()), TestContext.Current.CancellationToken);
            WriteLine($"worker {worker} is killed");
            await workers[worker].Process.KillAsync();
            workers[worker] = await cluster.AddProcessAsync("worker");
        }

        // Waits until any job stores an epoch, or no job is left.
        async Task ProgressAsync()
        {
            var before = await CountAsync(cluster, EpochSumQuery);
            await Deadline.UntilAsync(async () => await CountAsync(cluster, EpochSumQuery) > before
                || await CountAsync(cluster, UnendedCountQuery) == 0, isReached => isReached);
        }

        async Task PauseAsync(int worker)
        {
            var owner = $"%:{workers[worker].Process.Id}:%";
            while (true)
            {
                await Deadline.UntilAsync(() => CountAsync(cluster, RunningCountQuery, owner), running => running == 1);
                await workers[worker].Process.SignalAsync("STOP");
                if (await CountAsync(cluster, RunningCountQuery, owner) == 1)
                {
                    break;
                }

                // The worker ended its job before the signal arrived.
                await workers[worker].Process.SignalAsync("CONT");
            }

            WriteLine($"worker {worker} is paused past its lease");
            await Deadline.UntilAsync(() => CountAsync(cluster, RunningCountQuery, owner), running => running == 0);
            await workers[worker].Process.SignalAsync("CONT");
            await Deadline.UntilAsync(() => Task.FromResult(workers[worker].Process.Output),
                output => output.Contains("was cancelled or taken over by another process", StringComparison.Ordinal));
        }
    }

    /// <summary>Retries on 503, since pooled connections can be broken by the restart of the database.</summary>
    private static async Task<T> ReadAsync<T>(Service service, string path) =>
        (await Deadline.UntilAsync(() => service.GetAsync(path), response => response.Status != HttpStatusCode.ServiceUnavailable)).Read<T>();

    private static async Task<long> CountAsync(Cluster cluster, string query, string parameter = "")
    {
        await using var source = NpgsqlDataSource.Create(cluster.Postgres.GetConnectionString());
        await using var command = source.CreateCommand(query);
        command.Parameters.AddWithValue(parameter);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static string ToComparableJson(EpochMetrics metrics) =>
        JsonSerializer.Serialize(metrics with { JobId = Guid.Empty, ElapsedSeconds = 0 }, WireFormat.Options);

    /// <summary>The errors in the outputs of services, with the lines that follow them.</summary>
    private static string GetErrors(IEnumerable<Service> services) => string.Join('\n', services.SelectMany(service =>
        service.Process.Output.Split('\n').SkipWhile(line => !line.Contains("fail:", StringComparison.Ordinal)).Take(MaximumErrorLines)));

    private static void WriteLine(string line) =>
        TestContext.Current.TestOutputHelper!.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {line}");
}
