using System.Reflection;
using LearnML.Contracts;
using LearnML.Training.Devices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Machine;

internal static class MachineRoutes
{
    public static void MapMachine(this WebApplication app) =>
        app.MapGet("/api/system", Get).WithTags("System").WithSummary("What this service runs on: device, GPUs, versions, storage");

    private static Ok<SystemInfo> Get(IOptions<LearnMLOptions> options) => TypedResults.Ok(new SystemInfo
    {
        Version = typeof(MachineRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
        Device = TorchDevices.Resolve(options.Value.Device)!,
        TorchBackend = TorchDevices.Backend,
        CudaAvailable = TorchDevices.Gpus.Count > 0,
        CudaUnavailableReason = TorchDevices.CudaUnavailableReason,
        Gpus = TorchDevices.Gpus,
        LibtorchVersion = TorchDevices.LibtorchVersion,
        TorchSharpVersion = TorchDevices.TorchSharpVersion,
        Threads = TorchDevices.Threads,
        Storage = "sqlite",
        Queue = "memory",
    });
}
