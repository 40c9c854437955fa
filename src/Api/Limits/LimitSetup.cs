using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.Limits;

internal static class LimitSetup
{
    public static IServiceCollection AddLimits(this IServiceCollection services, LimitOptions limits) => services
        .Configure<KestrelServerOptions>(server => server.Limits.MaxRequestBodySize = limits.RequestBytes)
        .AddRateLimiter(limiter => RequestRate.Configure(limiter, limits))
        .AddRequestDecompression()
        .Configure<HubOptions>(hub =>
        {
            hub.MaximumReceiveMessageSize = limits.HubMessageBytes;
            hub.MaximumParallelInvocationsPerClient = limits.HubCallsAtOnce;
            hub.AddFilter<StreamLimit>();
        })
        .AddSingleton<StreamLimit>().AddSingleton<SubscriptionLimit>().AddSingleton<UploadLimit>().AddSingleton<QueuedJobsLimit>();

    /// <summary>Belongs behind what finds out who calls, and before what turns callers away: who tries wrong keys is soon told to wait, too.</summary>
    public static void UseLimits(this WebApplication app)
    {
        RequestRate.Use(app);
        app.UseMiddleware<RequestDecompression>();
    }
}
