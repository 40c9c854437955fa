using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Machine;

[Collection(InTurn.Name)]
public sealed class SystemTests(ServiceFixture fixture)
{
    [Fact]
    public async Task The_service_tells_what_it_runs_on()
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
        Assert.InRange(later.UptimeSeconds, system.UptimeSeconds + 1e-6, system.UptimeSeconds + Deadline.Generous.TotalSeconds);
    }

    [Fact]
    public async Task The_service_tells_what_there_is_to_do_in_its_queues()
    {
        Assert.Equal(new QueueStatus("cpu", 0, 0, null), await CpuAsync());
        await using var busy = await BusyDevice.StartAsync(fixture.Service);
        var first = await fixture.Service.StartJobAsync(SampleSpecs.Quick);
        var second = await fixture.Service.StartJobAsync(SampleSpecs.Quick);

        var waiting = await CpuAsync();

        Assert.Equal((2, 1), (waiting.Queued, waiting.Running));
        Assert.InRange(waiting.OldestSeconds!.Value, 0, Deadline.Generous.TotalSeconds);
        await fixture.Service.PostAsync($"/api/jobs/{first.Id}/cancel");
        await fixture.Service.PostAsync($"/api/jobs/{second.Id}/cancel");
        Assert.Equal(new QueueStatus("cpu", 0, 1, null), await CpuAsync());
    }

    [Fact]
    public async Task The_service_names_its_GPUs_or_says_why_it_has_none()
    {
        var system = await fixture.Service.GetAsync<SystemInfo>("/api/system");

        Assert.Equal(system.CudaAvailable, system.Gpus.Count > 0);
        Assert.Equal(system.CudaAvailable, string.IsNullOrEmpty(system.CudaUnavailableReason));
        Assert.All(system.Gpus, gpu => Assert.True(gpu.Name.Length > 0 && gpu.MemoryBytes > 0));
    }

    private async Task<QueueStatus> CpuAsync() =>
        Assert.Single((await fixture.Service.GetAsync<SystemInfo>("/api/system")).Queues, queue => queue.Name == "cpu");
}
