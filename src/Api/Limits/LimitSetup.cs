using LearnML.Api.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LearnML.Api.Limits;

internal static class LimitSetup
{
    public static IServiceCollection AddLimits(this IServiceCollection services, LimitOptions limits) => services
        .Configure<KestrelServerOptions>(server =>
        {
            server.Limits.MaxRequestBodySize = limits.RequestBytes;
            server.Limits.MaxConcurrentConnections = OpenFileLimit.Connections;
            server.Limits.MaxConcurrentUpgradedConnections = OpenFileLimit.Connections;
        })
        .AddRateLimiter(limiter =>
        {
            RequestRateLimit.Configure(limiter, limits);
            limiter.AddPolicy<string, UploadLimit>(UploadLimit.PolicyName);
        })
        .AddRequestDecompression()
        .AddLogging(logging => logging.AddFilter(RefusedConnections.KestrelCategory, LogLevel.Error))
        .AddHostedService<RefusedConnections>();

    /// <summary>
    /// Adds the rate limits and decompression. Must be called after authentication and before authorization, so that requests with wrong keys
    /// are limited too.
    /// </summary>
    public static void UseLimits(this WebApplication app)
    {
        app.UseRateLimiter();
        app.UseMiddleware<RequestDecompression>();
    }
}
