using LearnML.Api.Hosting;
using LearnML.Api.Processes;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LearnML.Api.Tests.Jobs;

/// <summary>A job goes to the queue of its device, as far as a process alive serves it.</summary>
public sealed class DeviceQueuesTests : IDisposable
{
    private static readonly string[] OfGpuWorker = ["cuda-1", "gpu", "cpu"];

    private readonly TemporaryFolder data = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("auto", "gpu")]
    [InlineData("cuda", "gpu")]
    [InlineData("cuda:1", "cuda-1")]
    [InlineData("cpu", "cpu")]
    public async Task With_a_worker_that_has_a_GPU(string device, string queue) => Assert.Equal((queue, []), await FindAsync(device, OfGpuWorker));

    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    public async Task Without_one(string device)
    {
        Assert.Equal(("cpu", []), await FindAsync(device, "cpu"));
        Assert.Equal(("cpu", []), await FindAsync(device));
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    [InlineData("tpu")]
    public async Task What_nobody_serves_is_refused_with_what_there_is(string device)
    {
        var (queue, errors) = await FindAsync(device, "cpu");

        Assert.Null(queue);
        Assert.StartsWith($"'{device}' is not available; the devices are auto, cpu.", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_has_gone_serves_nothing()
    {
        var processes = await OpenAsync(OfGpuWorker);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("cpu", await Queues(processes).FindAsync("auto", new FieldErrors(), CancellationToken.None));
        Assert.Empty(await processes.GetAliveAsync(CancellationToken.None));
    }

    public void Dispose() => data.Dispose();

    private async Task<(string? Queue, IReadOnlyList<string> Errors)> FindAsync(string device, params string[] served)
    {
        var errors = new FieldErrors();
        var queue = await Queues(await OpenAsync(served)).FindAsync(device, errors, CancellationToken.None);
        return (queue, errors.IsEmpty ? [] : errors.ToDictionary()["training.device"]);
    }

    private static DeviceQueues Queues(ProcessStore processes) =>
        new(processes, Options.Create(new LearnMLOptions { Storage = StorageKind.Postgres }));

    private async Task<ProcessStore> OpenAsync(params string[] served)
    {
        var path = data[Guid.NewGuid() + ".db"];
        var contexts = new Contexts(
            () => new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={path};Pooling=False").Options));
        await using var context = contexts.CreateDbContext();
        await context.Database.MigrateAsync();
        var processes = new ProcessStore(contexts, time);
        if (served.Length > 0)
        {
            await processes.RecordHeartbeatAsync(new Contracts.ServiceProcess("worker", "worker", [], served, "1", time.GetUtcNow()), CancellationToken.None);
        }

        return processes;
    }
}
