using LearnML.Contracts;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

internal static class HealthSetup
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<ReadinessCheck>().AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", tags: [ReadinessCheck.Tag], timeout: TimeSpan.FromSeconds(5))
            .AddTypeActivatedCheck<DataFolderHealthCheck>("dataFolder", null, [ReadinessCheck.Tag], (Func<string, long>)FreeBytes)
            .AddCheck<QueueHealthCheck>("queue", tags: [ReadinessCheck.Tag], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<DeviceHealthCheck>("device", tags: [ReadinessCheck.Tag], timeout: TimeSpan.FromSeconds(5));
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .AllowAnonymous().DisableRateLimiting();
        app.Map("/health/ready", AnswerReadinessAsync).ExcludeFromDescription().AllowAnonymous().DisableRateLimiting();
    }

    private static long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private static async Task AnswerReadinessAsync(HttpContext context, ReadinessCheck readiness)
    {
        var report = await readiness.CheckAsync().WaitAsync(context.RequestAborted);
        context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.Headers.CacheControl = "no-store";
        await WriteAsync(context, report);
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            Status = report.Status.ToString(),
            Checks = report.Entries.ToDictionary(
                entry => entry.Key, entry => new { Status = entry.Value.Status.ToString(), entry.Value.Description }),
        },
        WireFormat.Options,
        context.RequestAborted);
}
