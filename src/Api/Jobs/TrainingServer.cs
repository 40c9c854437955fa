using System.Globalization;
using LearnML.Api.Processes;
using LearnML.Training.Devices;

namespace LearnML.Api.Jobs;

/// <summary>One of this process's Hangfire servers: it trains one job at a time, on its device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Queues">Where its jobs come from.</param>
public sealed record TrainingServer(string Device, IReadOnlyList<string> Queues)
{
    /// <summary>The queue of jobs for a CPU.</summary>
    public const string Cpu = "cpu";

    /// <summary>The queue of jobs for any GPU.</summary>
    public const string Gpu = "gpu";

    /// <summary>Its name, the same in every process.</summary>
    public string Name => "trainer-" + QueueOf(Device);

    /// <summary>Its name on this machine; Hangfire puts the process's id and more behind it.</summary>
    public string NameHere => $"{Name}:{Environment.MachineName}";

    /// <summary>Its name in this process, which <see cref="JobQueue.LastBeats"/> knows it by.</summary>
    public string UniqueName => string.Create(CultureInfo.InvariantCulture, $"{NameHere}:{Environment.ProcessId}");

    /// <summary>The queue of jobs that name a device: Hangfire allows no colon.</summary>
    public static string QueueOf(string device) => device.Replace(':', '-');

    /// <summary>The servers of a process.</summary>
    /// <exception cref="StartupException">The settings name a queue that it has no device for.</exception>
    public static IReadOnlyList<TrainingServer> Of(LearnMLOptions settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Role == ProcessRole.Api)
        {
            return [];
        }

        string[] gpus = [.. TorchDevices.Gpus.Select(gpu => gpu.Device).Where(gpu => !settings.Device.StartsWith("cuda:", StringComparison.Ordinal) || gpu == settings.Device)];
        string[] here = gpus.Length > 0 ? [Gpu, Cpu] : [Cpu];
        var queues = settings.Queues?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? here;
        if (queues.Length == 0 || queues.Except(here).Any())
        {
            throw new StartupException($"LearnML:Queues is '{settings.Queues}'; this machine can serve {string.Join(", ", here)}. {TorchDevices.CudaUnavailableReason}".TrimEnd());
        }

        return
        [
            .. gpus.Where(_ => queues.Contains(Gpu)).Select(gpu => new TrainingServer(gpu, [QueueOf(gpu), Gpu])),
            .. queues.Where(queue => queue == Cpu).Select(_ => new TrainingServer("cpu", [Cpu])),
        ];
    }
}
