using LearnML.Api.Access;
using LearnML.Api.Jobs;
using LearnML.Api.Processes;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Devices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Machine;

internal static class MachineRoutes
{
    public static void MapMachine(this WebApplication app) =>
        app.MapGet("/api/system", Get).WithTags("System").For(Scope.Read)
            .WithSummary("Get the service's device, GPUs, versions, memory, storage and queues");

    private static async Task<Ok<SystemInfo>> Get(
        IOptions<LearnMLOptions> options, ProcessIdentity identity, ProcessStore processes, QueueCounter queues, CancellationToken cancellation)
    {
        var alive = await processes.AliveAsync(cancellation);
        return TypedResults.Ok(new SystemInfo
        {
            Version = ProcessIdentity.Version,
            Role = EnumWord.Of(options.Value.Role),
            Device = TorchDevices.Resolve(options.Value.Device) ?? options.Value.Device,
            TorchBackend = TorchDevices.Backend,
            CudaAvailable = TorchDevices.Gpus.Count > 0,
            CudaUnavailableReason = TorchDevices.CudaUnavailableReason,
            Gpus = TorchDevices.Gpus,
            LibtorchVersion = TorchDevices.LibtorchVersion,
            TorchSharpVersion = TorchDevices.TorchSharpVersion,
            Threads = TorchDevices.Threads,
            MemoryBytes = Environment.WorkingSet,
            MachineMemoryBytes = TorchDevices.MemoryBytes("cpu"),
            UptimeSeconds = identity.Uptime.TotalSeconds,
            Storage = EnumWord.Of(options.Value.Storage),
            Queue = options.Value.Storage == StorageKind.Sqlite ? "memory" : EnumWord.Of(options.Value.Storage),
            Backplane = EnumWord.Of(options.Value.Backplane),
            Processes = alive,
            Queues = await queues.CountAsync(alive.SelectMany(process => process.Queues), cancellation),
        });
    }
}
