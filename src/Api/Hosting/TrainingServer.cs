using System.Globalization;
using LearnML.Training.Devices;

namespace LearnML.Api.Hosting;

/// <summary>One Hangfire server of this process. It trains one job at a time, on its device.</summary>
/// <param name="Device">The device, such as <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Queues">The queues it takes jobs from.</param>
public sealed record TrainingServer(string Device, IReadOnlyList<string> Queues)
{
    /// <summary>The queue of jobs for the CPU.</summary>
    public const string CpuQueue = "cpu";

    /// <summary>The queue of jobs for any GPU.</summary>
    public const string GpuQueue = "gpu";

    /// <summary>The name of the server, the same in every process.</summary>
    public string Name => "trainer-" + QueueFor(Device);

    /// <summary>The name of the server on this machine. Hangfire appends the process id and a random id.</summary>
    public string ServerName => $"{Name}:{Environment.MachineName}";

    /// <summary>The name of the server with this process's id. Hangfire's server ids start with it.</summary>
    public string UniqueName => string.Create(CultureInfo.InvariantCulture, $"{ServerName}:{Environment.ProcessId}");

    /// <summary>Returns the queue of jobs for one named device. Hangfire does not allow a colon in a queue name.</summary>
    public static string QueueFor(string device) => device.Replace(':', '-');

    /// <summary>Returns the training servers that a process with these settings runs.</summary>
    /// <exception cref="StartupException">The settings name a queue that this machine has no device for, or no queue.</exception>
    public static IReadOnlyList<TrainingServer> FromSettings(LearnMLOptions settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Role == ProcessRole.Api)
        {
            return [];
        }

        string[] gpus =
        [
            .. TorchDevices.Gpus.Select(gpu => gpu.Device)
                .Where(gpu => !settings.Device.StartsWith("cuda:", StringComparison.Ordinal) || gpu == settings.Device),
        ];
        string[] available = gpus.Length > 0 ? [GpuQueue, CpuQueue] : [CpuQueue];
        var queues = settings.Queues?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? available;
        if (queues.Length == 0 || queues.Except(available).Any())
        {
            throw new StartupException(
                $"LearnML:Queues is '{settings.Queues}'; this machine can serve {string.Join(", ", available)}. {TorchDevices.CudaUnavailableReason}"
                    .TrimEnd());
        }

        return
        [
            .. gpus.Where(_ => queues.Contains(GpuQueue)).Select(gpu => new TrainingServer(gpu, [QueueFor(gpu), GpuQueue])),
            .. queues.Where(queue => queue == CpuQueue).Select(_ => new TrainingServer("cpu", [CpuQueue])),
        ];
    }
}
