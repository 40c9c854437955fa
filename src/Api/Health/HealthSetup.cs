using LearnML.Contracts;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

internal static class HealthSetup
{
    private const string Readiness = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [Readiness], timeout: TimeSpan.FromSeconds(5))
            .AddTypeActivatedCheck<FolderHealth>("dataFolder", null, [Readiness], (Func<string, long>)FreeBytes)
            .AddCheck<QueueHealth>("queue", tags: [Readiness], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<DeviceHealth>("device", tags: [Readiness], timeout: TimeSpan.FromSeconds(5));
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous().DisableRateLimiting();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Readiness), ResponseWriter = WriteAsync }).AllowAnonymous().DisableRateLimiting();
    }

    private static long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            Status = report.Status.ToString(),
            Checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { Status = entry.Value.Status.ToString(), entry.Value.Description }),
        },
        WireFormat.Options,
        context.RequestAborted);
}
