using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Machine;

public sealed class SystemTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
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
    }

    [Fact]
    public async Task The_service_names_its_GPUs_or_says_why_it_has_none()
    {
        var system = await fixture.Service.GetAsync<SystemInfo>("/api/system");

        Assert.Equal(system.CudaAvailable, system.Gpus.Count > 0);
        Assert.Equal(system.CudaAvailable, string.IsNullOrEmpty(system.CudaUnavailableReason));
        Assert.All(system.Gpus, gpu => Assert.True(gpu.Name.Length > 0 && gpu.MemoryBytes > 0));
    }
}
