using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Queue;
using LearnML.Api.Processes;
using LearnML.Contracts;
using LearnML.Training.Devices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Machine;

internal static class SystemRoutes
{
    public static void MapSystem(this WebApplication app) =>
        app.MapGet("/api/system", Get).WithTags("System").RequireScope(Scope.Read)
            .WithSummary("Get the service's device, GPUs, versions, memory, storage and queues");

    private static async Task<Ok<SystemInfo>> Get(
        IOptions<LearnMLOptions> options, ProcessIdentity identity, ProcessStore processes, QueueCounter queues, CancellationToken cancellationToken)
    {
        var alive = await processes.GetAliveAsync(cancellationToken);
        return TypedResults.Ok(new SystemInfo
        {
            Version = ProcessIdentity.Version,
            Role = EnumNames.Format(options.Value.Role),
            Device = TorchDevices.Resolve(options.Value.Device) ?? options.Value.Device,
            TorchBackend = TorchDevices.Backend,
            CudaAvailable = TorchDevices.Gpus.Count > 0,
            CudaUnavailableReason = TorchDevices.CudaUnavailableReason,
            Gpus = TorchDevices.Gpus,
            LibtorchVersion = TorchDevices.LibtorchVersion,
            TorchSharpVersion = TorchDevices.TorchSharpVersion,
            Threads = TorchDevices.ThreadCount,
            MemoryBytes = Environment.WorkingSet,
            MachineMemoryBytes = TorchDevices.GetMemoryBytes("cpu"),
            UptimeSeconds = identity.Uptime.TotalSeconds,
            Storage = EnumNames.Format(options.Value.Storage),
            Queue = options.Value.Storage == StorageKind.Sqlite ? "memory" : EnumNames.Format(options.Value.Storage),
            Backplane = EnumNames.Format(options.Value.Backplane),
            Processes = alive,
            Queues = await queues.CountAsync(alive.SelectMany(process => process.Queues), cancellationToken),
        });
    }
}
