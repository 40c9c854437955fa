using LearnML.Contracts;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LearnML.Api.Health;

internal static class HealthSetup
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>().AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [Readiness.Tag], timeout: TimeSpan.FromSeconds(5))
            .AddTypeActivatedCheck<FolderHealth>("dataFolder", null, [Readiness.Tag], (Func<string, long>)FreeBytes)
            .AddCheck<QueueHealth>("queue", tags: [Readiness.Tag], timeout: TimeSpan.FromSeconds(5))
            .AddCheck<DeviceHealth>("device", tags: [Readiness.Tag], timeout: TimeSpan.FromSeconds(5));
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .AllowAnonymous().DisableRateLimiting();
        app.Map("/health/ready", AnswerAsync).ExcludeFromDescription().AllowAnonymous().DisableRateLimiting();
    }

    private static long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private static async Task AnswerAsync(HttpContext context, Readiness readiness)
    {
        var report = await readiness.AskAsync().WaitAsync(context.RequestAborted);
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
