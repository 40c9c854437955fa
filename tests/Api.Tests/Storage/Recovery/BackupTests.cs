using System.Net;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Storage.Recovery;

/// <summary>The commands backup and restore.</summary>
public sealed class BackupTests : IDisposable
{
    private const string CheckpointEveryEpoch = "--LearnML:CheckpointEpochs=1";

    private static readonly JobSpec OnFlowers = new()
    {
        Dataset = "flowers",
        Target = "kind",
        Training = new TrainingSpec { Epochs = 3, Device = "cpu" },
    };

    private readonly TemporaryFolder data = new();
    private readonly TemporaryFolder other = new();

    private string Backup => other["backup"];

    [Fact]
    public async Task Running_service_is_backed_up_and_its_jobs_continue_where_it_is_restored()
    {
        Job trained, running;
        string prediction;
        await using (var service = await Service.StartAsync(data, null, CheckpointEveryEpoch))
        {
            Assert.Equal(HttpStatusCode.Created, (await service.UploadAsync(FlowersTable.Csv, ("name", "flowers"))).Status);
            trained = await service.RunJobAsync(OnFlowers);
            prediction = await PredictAsync(service);
            running = await service.StartJobAsync(SampleSpecs.Endless);
            await service.WaitForJobAsync(running.Id, job => job.Epoch >= 3);

            Assert.Contains("is complete", await ServiceCommand.RunAsync(data, "backup", Backup), StringComparison.Ordinal);

            var epoch = (await service.GetJobAsync(running.Id)).Epoch;
            await service.WaitForJobAsync(running.Id, job => job.Epoch > epoch);
            await service.DeleteAsync("/api/datasets/flowers");
        }

        using var restored = new TemporaryFolder();
        await ServiceCommand.RunAsync(restored, "restore", Backup);

        await using var second = await Service.StartAsync(restored, null, CheckpointEveryEpoch);
        var before = (await second.GetJobAsync(running.Id)).LastSequence;
        Assert.True(before >= 3);
        await second.WaitForJobAsync(running.Id, job => job.LastSequence > before + 3);
        await second.PostAsync($"/api/jobs/{running.Id}/stop");
        Assert.Equal(JobState.Stopped, (await second.WaitForEndAsync(running.Id)).State);
        var metrics = await second.GetMetricsAsync(running.Id);
        Assert.Equal(Enumerable.Range(1, metrics.Count), metrics.Select(epoch => epoch.Epoch));
        Assert.Contains(
            await second.GetLogAsync(running.Id), line => line.Message.StartsWith("Training resumed from a checkpoint", StringComparison.Ordinal));
        Assert.Equal(prediction, await PredictAsync(second));
        Assert.Equal(JobState.Succeeded, (await second.GetJobAsync(trained.Id)).State);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/api/datasets/flowers/rows")).Status);
        Assert.Equal(JobState.Succeeded, (await second.RunJobAsync(OnFlowers)).State);
    }

    [Fact]
    public async Task Backup_that_is_killed_halfway_is_no_backup_and_can_be_repeated()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        await using var service = await Service.StartAsync(data);
        await service.UploadAsync(FlowersTable.Csv, ("name", "flowers"));
        var file = Assert.Single(Directory.GetFiles(data["uploads"], "*.csv"));
        File.Move(file, other["flowers.csv"]);

        // The command waits for a writer of the pipe.
        await ShellCommand.RunAsync("mkfifo", file);
        await using (var killed = Hosting.ServiceProcess.Launch(data, null, "backup", Backup))
        {
            await Deadline.UntilAsync(() => Directory.Exists(other["backup.unfinished", "uploads"]));
            Assert.False(killed.HasExited, killed.Output);
            await killed.KillAsync();
        }

        using var restored = new TemporaryFolder();
        Assert.False(Path.Exists(Backup));
        Assert.Contains("is not a complete backup", await ServiceCommand.FailAsync(restored, "restore", Backup), StringComparison.Ordinal);
        Assert.Contains("is not a complete backup",
            await ServiceCommand.FailAsync(restored, "restore", other["backup.unfinished"]), StringComparison.Ordinal);
        Assert.False(File.Exists(restored["learnml.db"]));
        File.Delete(file);
        File.Move(other["flowers.csv"], file);
        Assert.Equal(JobState.Succeeded, (await service.RunJobAsync(OnFlowers)).State);

        await ServiceCommand.RunAsync(data, "backup", Backup);

        await ServiceCommand.RunAsync(restored, "restore", Backup);
        await using var second = await Service.StartAsync(restored);
        Assert.Equal(JobState.Succeeded, (await second.RunJobAsync(OnFlowers)).State);
        Assert.False(Path.Exists(other["backup.unfinished"]));
    }

    [Fact]
    public async Task Dataset_that_is_deleted_during_a_backup_is_not_in_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes in folders.");
        await using var service = await Service.StartAsync(data);
        await service.UploadAsync(FlowersTable.Csv, ("name", "flowers"));
        var file = Assert.Single(Directory.GetFiles(data["uploads"], "*.csv"));
        await service.UploadAsync(FlowersTable.Csv + "F200,1,1,red,g1,daisy,20\n", ("name", "deleted"));
        File.Move(file, other["flowers.csv"]);

        // The command waits for a writer of the pipe, which is the first file that it copies.
        await ShellCommand.RunAsync("mkfifo", file);
        await using var backup = Hosting.ServiceProcess.Launch(data, null, "backup", Backup);
        await Deadline.UntilAsync(() => Directory.Exists(other["backup.unfinished", "uploads"]));
        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync("/api/datasets/deleted")).Status);
        await File.WriteAllTextAsync(file, FlowersTable.Csv, TestContext.Current.CancellationToken);

        Assert.True(await backup.WaitForExitAsync() == 0, backup.Output);
        Assert.DoesNotContain("missing", backup.Output, StringComparison.Ordinal);
        using var restored = new TemporaryFolder();
        await ServiceCommand.RunAsync(restored, "restore", Backup);
        await using var second = await Service.StartAsync(restored);
        var datasets = await second.Client.Datasets.ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["flowers"], datasets.Where(dataset => dataset.IsUploaded).Select(dataset => dataset.Name));
    }

    [Fact]
    public async Task Restore_refuses_a_folder_in_use_one_with_a_database_and_a_damaged_backup()
    {
        using var empty = new TemporaryFolder();
        await using (var service = await Service.StartAsync(data))
        {
            await service.RunJobAsync(SampleSpecs.Quick);
            await ServiceCommand.RunAsync(data, "backup", Backup + Path.DirectorySeparatorChar);

            var refused = await ServiceCommand.FailAsync(data, "restore", Backup);
            Assert.Contains("LearnML is already running with the data folder", refused, StringComparison.Ordinal);
            Assert.Contains("exists already", await ServiceCommand.FailAsync(data, "backup", Backup), StringComparison.Ordinal);
        }

        Assert.Contains("has a database. Move that folder away", await ServiceCommand.FailAsync(data, "restore", Backup), StringComparison.Ordinal);
        Assert.Contains("There is no database", await ServiceCommand.FailAsync(empty, "backup", other["nothing"]), StringComparison.Ordinal);
        Assert.Contains("backup FOLDER", await ServiceCommand.FailAsync(empty, "backup"), StringComparison.Ordinal);

        var weights = Assert.Single(Directory.GetFiles(Backup, "weights.safetensors", SearchOption.AllDirectories));
        await File.AppendAllTextAsync(weights, "x", TestContext.Current.CancellationToken);
        Assert.Contains("The backup is damaged", await ServiceCommand.FailAsync(empty, "restore", Backup), StringComparison.Ordinal);
        Assert.False(File.Exists(empty["learnml.db"]));
    }

    public void Dispose()
    {
        data.Dispose();
        other.Dispose();
    }

    private static async Task<string> PredictAsync(Service service)
    {
        var response = await service.PostAsync("/api/models/flowers/predict", """{ "rows": [{ "petal": 3, "sepal": 2, "colour": "red" }] }""");
        Assert.Equal(HttpStatusCode.OK, response.Status);
        return response.Body;
    }
}
