using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Health;

/// <summary>Whether the data folder can be written, and has room.</summary>
/// <param name="options">The settings.</param>
/// <param name="freeBytes">How much room a folder has.</param>
internal sealed class FolderHealth(IOptions<LearnMLOptions> options, Func<string, long> freeBytes) : IHealthCheck
{
    /// <summary>Room for the checkpoints of a large network while those before them are still there, and for the database to grow.</summary>
    internal const long Room = 256 << 20;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Patiently.AskAsync(() => CheckAsync(cancellationToken), "The data folder does not answer.", cancellationToken);

    private async Task<HealthCheckResult> CheckAsync(CancellationToken cancellation)
    {
        var folder = options.Value.DataFolder;
        try
        {
            await using var probe = new FileStream(
                Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            probe.WriteByte(0);
            await probe.FlushAsync(cancellation);
            return freeBytes(folder) >= Room
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The data folder has less than {Room >> 20} MB left.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Unhealthy("The data folder cannot be written.", exception);
        }
    }
}
