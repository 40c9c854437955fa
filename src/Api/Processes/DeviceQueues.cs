using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Training.Devices;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Processes;

/// <summary>Finds the queue for the device of a spec. With SQLite only this process serves queues; otherwise all live processes do.</summary>
/// <param name="processes">The stored processes.</param>
/// <param name="options">The settings.</param>
public sealed class DeviceQueues(ProcessStore processes, IOptions<LearnMLOptions> options)
{
    /// <summary>Returns the queue for a device name.</summary>
    /// <param name="name">The device of a spec: auto, cpu, cuda or a device such as cuda:1.</param>
    /// <param name="errors">Collects an error if no process has the device.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The queue; null if there is no such device.</returns>
    public async Task<string?> FindAsync(string name, FieldErrors errors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var isSingleProcess = options.Value.Storage == StorageKind.Sqlite;
        string[] served = isSingleProcess
            ? [.. TrainingServer.FromSettings(options.Value).SelectMany(server => server.Queues)]
            : [.. (await processes.GetAliveAsync(cancellationToken)).SelectMany(process => process.Queues)];
        var queue = (isSingleProcess && name == "auto" ? options.Value.Device : name) switch
        {
            // A CPU worker may still start later. A GPU is only used if a live process serves it.
            "auto" => served.Contains(TrainingServer.GpuQueue) ? TrainingServer.GpuQueue : TrainingServer.CpuQueue,
            "cuda" => TrainingServer.GpuQueue,
            var device => TrainingServer.QueueFor(device),
        };
        if (queue == TrainingServer.CpuQueue || served.Contains(queue))
        {
            return queue;
        }

        var available = string.Join(", ", isSingleProcess ? TorchDevices.All : served.Distinct().Order());
        errors.Add(
            "training.device", $"'{name}' is not available; the devices are auto, {available}. {TorchDevices.CudaUnavailableReason}".TrimEnd());
        return null;
    }

    /// <summary>Returns a device of this process that serves the queue, and its memory in bytes; null if this process has no such device.</summary>
    public static (string Device, long Bytes)? FindMemory(string queue) =>
        TorchDevices.All.FirstOrDefault(device =>
            TrainingServer.QueueFor(device) == queue || (queue == TrainingServer.GpuQueue && device != "cpu")) is { } found
            ? (found, TorchDevices.GetMemoryBytes(found))
            : null;
}
