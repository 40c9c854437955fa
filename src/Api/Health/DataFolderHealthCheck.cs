using LearnML.Api.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Health;

/// <summary>Checks that the data folder is writable and has enough free space.</summary>
/// <param name="options">The settings.</param>
/// <param name="getFreeBytes">Returns the free space of a folder, in bytes.</param>
internal sealed class DataFolderHealthCheck(IOptions<LearnMLOptions> options, Func<string, long> getFreeBytes) : IHealthCheck
{
    /// <summary>
    /// The minimum free space in bytes: enough for new checkpoints of a large network beside the old ones, and for the database to grow.
    /// </summary>
    internal const long MinimumFreeBytes = 256 << 20;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckTimeout.RunAsync(() => CheckAsync(cancellationToken), "The data folder does not answer.", cancellationToken);

    private async Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        var folder = options.Value.DataFolder;
        try
        {
            await using var probe = new FileStream(
                Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            probe.WriteByte(0);
            await probe.FlushAsync(cancellationToken);
            return getFreeBytes(folder) >= MinimumFreeBytes
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The data folder has less than {MinimumFreeBytes >> 20} MB of free space.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Unhealthy("The data folder is not writable.", exception);
        }
    }
}
