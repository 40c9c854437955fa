using LearnML.Api.Processes;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Training.Devices;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs;

/// <summary>Finds the queue for what a spec says of its device: of this process's, or of all that are alive.</summary>
/// <param name="processes">Those that are alive.</param>
/// <param name="options">The settings.</param>
public sealed class DeviceQueues(ProcessStore processes, IOptions<LearnMLOptions> options)
{
    /// <summary>The queue; null where no device is what the name says, which <paramref name="errors"/> then tells.</summary>
    public async Task<string?> FindAsync(string name, FieldErrors errors, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var alone = options.Value.Storage == StorageKind.Sqlite;
        string[] served = alone
            ? [.. TrainingServer.Of(options.Value).SelectMany(server => server.Queues)]
            : [.. (await processes.AliveAsync(cancellation)).SelectMany(process => process.Queues)];
        var queue = (alone && name == "auto" ? options.Value.Device : name) switch
        {
            // A worker for the CPU may still be on its way, but nobody's GPU is.
            "auto" => served.Contains(TrainingServer.Gpu) ? TrainingServer.Gpu : TrainingServer.Cpu,
            "cuda" => TrainingServer.Gpu,
            var device => TrainingServer.QueueOf(device),
        };
        if (queue == TrainingServer.Cpu || served.Contains(queue))
        {
            return queue;
        }

        errors.Add("training.device", $"'{name}' is not here; there are auto, {string.Join(", ", alone ? TorchDevices.All : served.Distinct().Order())}. {TorchDevices.CudaUnavailableReason}".TrimEnd());
        return null;
    }

    /// <summary>The bytes that a network from a queue may take, as far as this process can tell.</summary>
    public static (string Device, long Bytes)? Memory(string queue) =>
        TorchDevices.All.FirstOrDefault(device => TrainingServer.QueueOf(device) == queue || (queue == TrainingServer.Gpu && device != "cpu")) is { } here
            ? (here, TorchDevices.MemoryBytes(here))
            : null;
}
