using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Storage;

/// <summary>A service that is killed again and again gives the same results as an undisturbed one.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Seed = 7;

    /// <summary>The moments of kills. At least every second one is after a checkpoint, because a job fails after three crashes without one.</summary>
    private static readonly string[] Places = ["in a save", "at the start", "before the commit", "anywhere", "after a checkpoint"];

    private static readonly int Kills = LongRuns.Choose(normal: 1, whenLong: 10) * Places.Length;

    private static readonly JobSpec[] Specs =
    [
        SampleSpecs.Quick.WithEpochs(20),
        SampleSpecs.Quick.WithEpochs(15) with
        {
            Network = new NetworkSpec { Hidden = [32, 16], Dropout = [0.2, 0.5] },
            Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.003 },
        },
        SampleSpecs.Quick.WithEpochs(5) with { Validation = new ValidationSpec { Folds = 3 } },
        SampleSpecs.Quick.WithEpochs(12) with
        {
            Network = new NetworkSpec { Hidden = [16], Ensemble = 2 },
            Training = new TrainingSpec { Device = "cpu", EarlyStopping = new EarlyStoppingSpec { Patience = 3 } },
        },
        new JobSpec
        {
            Dataset = "polynomial",
            Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.003 },
            Training = new TrainingSpec { Epochs = 40, Device = "cpu" },
            Validation = new ValidationSpec { Folds = 4 },
        },
        SampleSpecs.Quick.WithEpochs(6) with { Search = CreateSearch(SearchAlgorithm.Halving, KeptTrials.Best) },
        SampleSpecs.Quick.WithEpochs(3) with
        {
            Validation = new ValidationSpec { Folds = 3 },
            Search = CreateSearch(SearchAlgorithm.Random, KeptTrials.Ensemble),
        },
    ];

    private static readonly string[] CheckpointEveryEpoch = ["--LearnML:CheckpointEpochs=1"];

    private readonly TemporaryFolder data = new();
    private readonly TemporaryFolder referenceData = new();

    [Fact]
    public async Task Jobs_end_once_with_the_same_result_despite_kills()
    {
        var random = new Random(Seed);
        WriteLine($"seed {Seed}");
        var expected = new List<string>();
        await using (var service = await Service.StartAsync(referenceData))
        {
            foreach (var spec in Specs)
            {
                expected.Add(await GetResultAsync(service, referenceData, await service.RunJobAsync(spec)));
            }
        }

        var posted = new List<Guid>();
        var places = new Dictionary<string, int>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var place = Places[kill % Places.Length];
            places[place] = places.GetValueOrDefault(place) + 1;
            await KillAsync(place, random, posted);
        }

        WriteLine(string.Join(", ", places.Select(place => $"{place.Value} {place.Key}")));
        await using var last = await Service.StartAsync(data, null, CheckpointEveryEpoch);
        foreach (var (index, id) in posted.Index())
        {
            var job = await last.WaitForEndAsync(id);
            Assert.True(job.State == JobState.Succeeded, job.Error);
            Assert.Equal(expected[index % Specs.Length], await GetResultAsync(last, data, job));
        }

        WriteLine($"{posted.Count} jobs succeeded");
        var versions = (await last.GetAsync<IReadOnlyList<Model>>("/api/models")).SelectMany(model => model.Versions).ToArray();
        Assert.Equal(posted.Order(), versions.Select(version => version.JobId).Order());
        Assert.All(posted, id => Assert.Single(Directory.GetFileSystemEntries(data["checkpoints", id.ToString()])));
    }

    [Fact]
    public async Task Job_fails_after_three_crashes_in_its_first_epoch()
    {
        Guid id = default;
        for (var start = 0; start < 3; start++)
        {
            await using var service = await Service.StartProcessAsync(data, null, "--LearnML:CheckpointSeconds=3600");
            id = start == 0 ? (await service.StartJobAsync(SampleSpecs.LongEpochs)).Id : id;
            await service.WaitForJobAsync(id, job => job.State == JobState.Running);
            await service.Process.KillAsync();
        }

        await using var last = await Service.StartAsync(data);
        var job = await last.WaitForEndAsync(id);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("3 times without a new checkpoint", job.Error, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, (await last.PostAsync($"/api/jobs/{id}/resume")).Status);
        await last.WaitForJobAsync(id, resumed => resumed.State == JobState.Running);
    }

    public void Dispose()
    {
        data.Dispose();
        referenceData.Dispose();
    }

    private static SearchSpec CreateSearch(SearchAlgorithm algorithm, KeptTrials keep) => new()
    {
        Algorithm = algorithm,
        Trials = 5,
        Keep = keep,
        Space = new Dictionary<string, SearchRange>
        {
            ["optimizer.learningRate"] = new() { LogUniform = [0.01, 1] },
            ["network.hidden"] = new() { Choice = [JsonDocument.Parse("[8]").RootElement, JsonDocument.Parse("[4, 4]").RootElement] },
        },
    };

    private async Task KillAsync(string place, Random random, List<Guid> posted)
    {
        using var saved = new SemaphoreSlim(0);
        using var reached = new SemaphoreSlim(0);
        using var files = new FileSystemWatcher(Directory.CreateDirectory(data["checkpoints"]).FullName) { IncludeSubdirectories = true };
        var prefix = place switch { "in a save" => "unfinished-", "before the commit" => "epoch-", _ => "latest-" };
        void OnFileChanged(object sender, FileSystemEventArgs file)
        {
            var name = Path.GetFileName(file.Name!);
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                reached.Release();
            }

            if (name.StartsWith("latest-", StringComparison.Ordinal))
            {
                saved.Release();
            }
        }

        files.Created += OnFileChanged;
        files.Renamed += OnFileChanged;
        files.EnableRaisingEvents = true;
        if (place == "at the start")
        {
            await using var starting = Hosting.ServiceProcess.Launch(data, null, CheckpointEveryEpoch);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1200)), TestContext.Current.CancellationToken);
            return;
        }

        await using var service = await Service.StartProcessAsync(data, null, CheckpointEveryEpoch);
        if ((await service.GetAsync<Page<Job>>("/api/jobs?state=queued")).Total < 2)
        {
            foreach (var spec in Specs)
            {
                posted.Add((await service.StartJobAsync(spec)).Id);
            }
        }

        if (place == "anywhere")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500)), TestContext.Current.CancellationToken);
            return;
        }

        await saved.WaitAsync(Deadline.Timeout, TestContext.Current.CancellationToken);
        while (await reached.WaitAsync(0, TestContext.Current.CancellationToken))
        {
            // Earlier files do not count.
        }

        await reached.WaitAsync(Deadline.Timeout, TestContext.Current.CancellationToken);
        if (place == "after a checkpoint")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100)), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The result of a job: its metrics without times, its trials, and the hash of its weights.</summary>
    private static async Task<string> GetResultAsync(Service service, TemporaryFolder folder, Job job)
    {
        var epochs = (await service.GetMetricsAsync(job.Id))
            .Select(metrics => JsonSerializer.Serialize(metrics with { JobId = Guid.Empty, ElapsedSeconds = 0 }, WireFormat.Options));
        var version = await service.GetAsync<ModelVersion>($"/api/models/{job.Model}/versions/{job.Version}");
        var checkpoint = JsonNode.Parse(await File.ReadAllTextAsync(folder["checkpoints", job.Id.ToString(), version.Checkpoint, "checkpoint.json"]));
        var trials = (await service.GetAsync($"/api/jobs/{job.Id}/trials")).Body;
        return string.Join('\n', epochs.Append(trials).Append(checkpoint!["weightsSha256"]!.ToString()));
    }

    private static void WriteLine(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
