using LearnML.Api.Hosting;
using LearnML.Api.Processes;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LearnML.Api.Tests.Processes;

/// <summary>A job goes to the queue of its device, if a live process serves that queue.</summary>
public sealed class DeviceQueuesTests : IDisposable
{
    private static readonly string[] GpuWorkerQueues = ["cuda-1", "gpu", "cpu"];

    private readonly TemporaryFolder data = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("auto", "gpu")]
    [InlineData("cuda", "gpu")]
    [InlineData("cuda:1", "cuda-1")]
    [InlineData("cpu", "cpu")]
    public async Task GPU_worker_serves_the_queues_of_its_devices(string device, string queue) =>
        Assert.Equal((queue, []), await FindAsync(device, GpuWorkerQueues));

    [Theory]
    [InlineData("auto")]
    [InlineData("cpu")]
    public async Task Jobs_go_to_the_CPU_queue_without_a_GPU_worker(string device)
    {
        Assert.Equal(("cpu", []), await FindAsync(device, "cpu"));
        Assert.Equal(("cpu", []), await FindAsync(device));
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    [InlineData("tpu")]
    public async Task Device_without_a_worker_is_rejected_with_the_available_devices(string device)
    {
        var (queue, errors) = await FindAsync(device, "cpu");

        Assert.Null(queue);
        Assert.StartsWith($"'{device}' is not available; the devices are auto, cpu.", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_worker_serves_no_queue()
    {
        var processes = await OpenAsync(GpuWorkerQueues);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("cpu", await CreateQueues(processes).FindAsync("auto", new FieldErrors(), CancellationToken.None));
        Assert.Empty(await processes.GetAliveAsync(CancellationToken.None));
    }

    public void Dispose() => data.Dispose();

    private async Task<(string? Queue, IReadOnlyList<string> Errors)> FindAsync(string device, params string[] served)
    {
        var errors = new FieldErrors();
        var queue = await CreateQueues(await OpenAsync(served)).FindAsync(device, errors, CancellationToken.None);
        return (queue, errors.IsEmpty ? [] : errors.ToDictionary()["training.device"]);
    }

    private static DeviceQueues CreateQueues(ProcessStore processes) =>
        new(processes, Options.Create(new LearnMLOptions { Storage = StorageKind.Postgres }));

    private async Task<ProcessStore> OpenAsync(params string[] served)
    {
        var path = data[Guid.NewGuid() + ".db"];
        var contexts = new DelegateContextFactory(
            () => new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={path};Pooling=False").Options));
        await using var context = contexts.CreateDbContext();
        await context.Database.MigrateAsync();
        var processes = new ProcessStore(contexts, time);
        if (served.Length > 0)
        {
            await processes.RecordHeartbeatAsync(
                new Contracts.ServiceProcess("worker", "worker", [], served, "1", time.GetUtcNow()), CancellationToken.None);
        }

        return processes;
    }
}
