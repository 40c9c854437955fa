using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Machine;

[Collection(SharedServiceCollection.Name)]
public sealed class SystemRoutesTests(ServiceFixture fixture)
{
    [Fact]
    public async Task System_info_describes_the_machine()
    {
        var system = await fixture.Service.GetAsync<SystemInfo>("/api/system");

        Assert.StartsWith("0.", system.Version, StringComparison.Ordinal);
        Assert.Matches("^(cpu|cuda)$", system.TorchBackend);
        Assert.Equal("cpu", system.Device);
        Assert.StartsWith("2.", system.LibtorchVersion, StringComparison.Ordinal);
        Assert.Equal("0.107.0", system.TorchSharpVersion);
        Assert.InRange(system.Threads, 1, Environment.ProcessorCount);
        Assert.Equal(("sqlite", "memory"), (system.Storage, system.Queue));
        Assert.InRange(system.MemoryBytes, 10_000_000, system.MachineMemoryBytes);
        var later = await fixture.Service.GetAsync<SystemInfo>("/api/system");
        Assert.InRange(later.UptimeSeconds, system.UptimeSeconds + 1e-6, system.UptimeSeconds + Deadline.Timeout.TotalSeconds);
    }

    [Fact]
    public async Task System_info_counts_queued_and_running_jobs()
    {
        Assert.Equal(new QueueStatus("cpu", 0, 0, null), await GetCpuQueueAsync());
        await using var busy = await BusyDevice.StartAsync(fixture.Service);
        var first = await fixture.Service.StartJobAsync(SampleSpecs.Quick);
        var second = await fixture.Service.StartJobAsync(SampleSpecs.Quick);

        var waiting = await GetCpuQueueAsync();

        Assert.Equal((2, 1), (waiting.Queued, waiting.Running));
        Assert.InRange(waiting.OldestSeconds!.Value, 0, Deadline.Timeout.TotalSeconds);
        await fixture.Service.PostAsync($"/api/jobs/{first.Id}/cancel");
        await fixture.Service.PostAsync($"/api/jobs/{second.Id}/cancel");
        Assert.Equal(new QueueStatus("cpu", 0, 1, null), await GetCpuQueueAsync());
    }

    [Fact]
    public async Task System_info_lists_GPUs_or_the_reason_for_none()
    {
        var system = await fixture.Service.GetAsync<SystemInfo>("/api/system");

        Assert.Equal(system.CudaAvailable, system.Gpus.Count > 0);
        Assert.Equal(system.CudaAvailable, string.IsNullOrEmpty(system.CudaUnavailableReason));
        Assert.All(system.Gpus, gpu => Assert.True(gpu.Name.Length > 0 && gpu.MemoryBytes > 0));
    }

    private async Task<QueueStatus> GetCpuQueueAsync() =>
        Assert.Single((await fixture.Service.GetAsync<SystemInfo>("/api/system")).Queues, queue => queue.Name == "cpu");
}
