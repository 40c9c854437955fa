using System.Reflection;
using LearnML.Contracts;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Hosting;

/// <summary>Identifies this process among the processes that share the database.</summary>
/// <param name="options">The settings.</param>
/// <param name="time">The clock.</param>
public sealed class ProcessIdentity(IOptions<LearnMLOptions> options, TimeProvider time)
{
    private readonly long started = time.GetTimestamp();

    /// <summary>The version of LearnML.</summary>
    public static string Version { get; } =
        typeof(ProcessIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The name of the process. It is unique, also among earlier processes.</summary>
    public string Name => Process.Name;

    /// <summary>The public description of the process.</summary>
    public ServiceProcess Process { get; } = Describe(options.Value, time.GetUtcNow());

    /// <summary>How long the process has been running.</summary>
    public TimeSpan Uptime => time.GetElapsedTime(started);

    private static ServiceProcess Describe(LearnMLOptions settings, DateTimeOffset now)
    {
        var servers = TrainingServer.FromSettings(settings);
        return new ServiceProcess(
            $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7(now):N}",
            EnumNames.Format(settings.Role),
            [.. servers.Select(server => server.Device)],
            [.. servers.SelectMany(server => server.Queues)],
            Version,
            now);
    }
}
