using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Routes;
using LearnML.Api.LiveMetrics;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.Limits;

internal static class LimitSetup
{
    public static IServiceCollection AddLimits(this IServiceCollection services, LimitOptions limits) => services
        .Configure<KestrelServerOptions>(server => server.Limits.MaxRequestBodySize = limits.RequestBytes)
        .AddRateLimiter(limiter => RequestRateLimit.Configure(limiter, limits))
        .AddRequestDecompression()
        .Configure<HubOptions>(hub =>
        {
            hub.MaximumReceiveMessageSize = limits.HubMessageBytes;
            hub.MaximumParallelInvocationsPerClient = limits.HubCallsAtOnce;
            hub.AddFilter<StreamLimit>();
        })
        .AddSingleton<StreamLimit>().AddSingleton<SubscriptionLimit>().AddSingleton<UploadLimit>().AddSingleton<QueuedJobsLimit>();

    /// <summary>
    /// Adds the rate limit and decompression. Must be called after authentication and before authorization, so that requests with wrong keys
    /// are limited too.
    /// </summary>
    public static void UseLimits(this WebApplication app)
    {
        RequestRateLimit.UseRequestRateLimit(app);
        app.UseMiddleware<RequestDecompression>();
    }
}
