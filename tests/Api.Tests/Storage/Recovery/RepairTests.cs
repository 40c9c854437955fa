using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.Data.Sqlite;

namespace LearnML.Api.Tests.Storage.Recovery;

/// <summary>A damaged database says what to do, and the command repair lists models, jobs and datasets again from their files.</summary>
public sealed class RepairTests : IDisposable
{
    private const int PageSize = 4096;

    private static readonly JobSpec OnFlowers = new()
    {
        Dataset = "flowers",
        Target = "kind",
        Training = new TrainingSpec { Epochs = 3, Device = "cpu" },
    };

    private readonly TemporaryFolder data = new();

    [Fact]
    public async Task Damaged_database_is_repaired_from_the_files()
    {
        Job first, second, stopped, unfinished;
        Model before;
        string prediction;
        await using (var service = await Service.StartProcessAsync(data, null, "--LearnML:CheckpointEpochs=1"))
        {
            await service.UploadAsync(FlowersTable.Csv, ("name", "flowers"), ("types", """{ "garden": "categorical" }"""));
            var labelled = (JsonObject)JsonSerializer.SerializeToNode(OnFlowers, WireFormat.Options)!;
            (labelled["name"], labelled["tags"], labelled["project"]) = ("First", new JsonArray("old", "garden"), "flowers");
            first = await service.WaitForEndAsync((await service.PostAsync("/api/jobs", labelled.ToJsonString())).Read<Job>().Id);
            using var patch = new StringContent(
                """{ "note": "The first try.", "tags": ["new"], "starred": true }""", Encoding.UTF8, "application/merge-patch+json");
            Assert.Equal(HttpStatusCode.OK, (await service.SendAsync(HttpMethod.Patch, $"/api/jobs/{first.Id}", patch)).Status);
            second = await service.RunJobAsync(OnFlowers);
            stopped = await StartAndTrainAsync(service);
            await service.PostAsync($"/api/jobs/{stopped.Id}/stop");
            await service.WaitForEndAsync(stopped.Id);
            var file = (await service.DownloadAsync("/api/models/flowers/versions/1/download?format=safetensors")).File;
            Assert.Equal(HttpStatusCode.Created, (await service.ImportAsync(file, ("name", "imported"))).Status);
            prediction = await PredictAsync(service, "flowers");
            before = await service.GetAsync<Model>("/api/models/flowers");
            unfinished = await StartAndTrainAsync(service);
            await service.Process.KillAsync();
        }

        await DamageAsync();

        var line = await ServiceCommand.FailAsync(data);
        Assert.Contains("learnml.db is damaged", line, StringComparison.Ordinal);
        Assert.Contains("'restore FOLDER'", line, StringComparison.Ordinal);
        Assert.Contains("'repair'", line, StringComparison.Ordinal);
        Assert.Contains("Listed again: 4 model versions, 4 jobs and 1 uploaded datasets.",
            await ServiceCommand.RunAsync(data, "repair"), StringComparison.Ordinal);
        Assert.Contains("nothing was changed", await ServiceCommand.RunAsync(data, "repair"), StringComparison.Ordinal);
        Assert.True(File.Exists(data["learnml.db.damaged"]));

        await using var repaired = await Service.StartAsync(data, null, "--LearnML:CheckpointEpochs=1");
        var after = await repaired.GetAsync<Model>("/api/models/flowers");
        Assert.Equal(before.Versions.Select(Describe), after.Versions.Select(Describe));
        Assert.Equal(prediction, await PredictAsync(repaired, "flowers"));
        Assert.True((await repaired.GetAsync<Model>("/api/models/imported")).Versions[0].IsImported);
        Assert.Equal((JobState.Succeeded, 1), await FindAsync(first));
        Assert.Equal((JobState.Succeeded, 2), await FindAsync(second));
        var labels = Assert.Single((await repaired.GetAsync<Page<Job>>("/api/jobs?filter=tags:new")).Items);
        Assert.Equal((first.Id, "First", "The first try.", true, "flowers"),
            (labels.Id, labels.Name, labels.Note, labels.Starred, labels.Project));
        Assert.Null((await repaired.GetJobAsync(second.Id)).Name);
        Assert.Equal((JobState.Stopped, 1), await FindAsync(stopped));
        Assert.Equal((JobState.Interrupted, null), await FindAsync(unfinished));
        Assert.Equal("categorical", (await repaired.GetAsync<DatasetProfile>("/api/datasets/flowers")).Table!.Columns
            .Single(column => column.Name == "garden").Type.ToString().ToLowerInvariant());

        Assert.Equal(HttpStatusCode.Accepted, (await repaired.PostAsync($"/api/jobs/{unfinished.Id}/resume")).Status);
        await repaired.WaitForJobAsync(unfinished.Id, job => job.Epoch > unfinished.Epoch);
        await repaired.PostAsync($"/api/jobs/{unfinished.Id}/stop");
        Assert.Equal(JobState.Stopped, (await repaired.WaitForEndAsync(unfinished.Id)).State);
        var metrics = await repaired.GetMetricsAsync(unfinished.Id);
        Assert.Equal(Enumerable.Range(1, metrics.Count), metrics.Select(epoch => epoch.Epoch));
        Assert.Equal(JobState.Succeeded, (await repaired.RunJobAsync(OnFlowers)).State);

        async Task<(JobState, int?)> FindAsync(Job job) => await repaired.GetJobAsync(job.Id) is var found ? (found.State, found.Version) : default;
    }

    [Fact]
    public async Task Folder_that_describes_no_job_is_kept()
    {
        await (await Service.StartAsync(data)).DisposeAsync();
        var id = Guid.CreateVersion7().ToString();
        Directory.CreateDirectory(data["checkpoints", id]);
        var checkpoint = data["checkpoints", id, "latest-00000001-0000000001-00.safetensors"];
        await File.WriteAllTextAsync(checkpoint, "?", TestContext.Current.CancellationToken);
        await DamageAsync();

        Assert.Contains(id + ".unknown", await ServiceCommand.RunAsync(data, "repair"), StringComparison.Ordinal);

        await using var repaired = await Service.StartAsync(data);
        Assert.Equal(JobState.Succeeded, (await repaired.RunJobAsync(SampleSpecs.Quick)).State);
        Assert.Single(Directory.GetFiles(data["checkpoints", id + ".unknown"]));
    }

    [Fact]
    public async Task Damage_that_shows_at_the_start_or_in_a_request_says_what_to_do()
    {
        Job job;
        await using (var service = await Service.StartAsync(data))
        {
            job = await service.RunJobAsync(SampleSpecs.Quick);
        }

        await DamageAsync("Jobs");
        await using (var service = await Service.StartAsync(data))
        {
            var problem = (await service.GetAsync($"/api/jobs/{job.Id}")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
            Assert.Contains("'repair'", problem.Detail, StringComparison.Ordinal);
        }

        await DamageAsync("ModelAliases");
        Assert.Contains("'repair'", await ServiceCommand.FailAsync(data), StringComparison.Ordinal);
    }

    public void Dispose() => data.Dispose();

    private static async Task<Job> StartAndTrainAsync(Service service)
    {
        var job = await service.StartJobAsync(SampleSpecs.Endless);
        return await service.WaitForJobAsync(job.Id, running => running.Epoch >= 3);
    }

    private static string Describe(ModelVersion version) =>
        $"{version.Version} {version.JobId} {version.Checkpoint} {version.WeightsSha256} {version.Validation.Loss} {version.Epoch}";

    private static async Task<string> PredictAsync(Service service, string model)
    {
        var response = await service.PostAsync($"/api/models/{model}/predict", """{ "rows": [{ "petal": 3, "sepal": 2, "colour": "red" }] }""");
        Assert.Equal(HttpStatusCode.OK, response.Status);
        return response.Body;
    }

    /// <summary>Overwrites the first page of a table; without a table, all pages but the first.</summary>
    private async Task DamageAsync(string? table = null)
    {
        var page = 2L;

        // Closing the last connection writes the log of a killed service to the file.
        await using (var connection = new SqliteConnection($"Data Source={data["learnml.db"]};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA wal_checkpoint(TRUNCATE); SELECT rootpage FROM sqlite_master WHERE name = '{table}'";
            await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            await rows.NextResultAsync(TestContext.Current.CancellationToken);
            page = await rows.ReadAsync(TestContext.Current.CancellationToken) ? rows.GetInt64(0) : page;
        }

        await using var file = new FileStream(data["learnml.db"], FileMode.Open);
        var garbage = new byte[table is null ? file.Length - PageSize : PageSize];
        Array.Fill(garbage, (byte)0xAA);
        file.Position = (page - 1) * PageSize;
        await file.WriteAsync(garbage, TestContext.Current.CancellationToken);
    }
}
