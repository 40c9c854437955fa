using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LearnML.Api.Limits;

internal static class LimitSetup
{
    /// <summary>
    /// How slowly a client may send a body or read an answer. A slower one would hold a place of a limit, memory or disk space for hours. Kestrel
    /// measures only while it waits for the client, and all bodies of an HTTP/2 connection together; <see cref="SlowBody"/> measures each.
    /// </summary>
    private static readonly MinDataRate SlowestClient = new(bytesPerSecond: 7 * 1024, gracePeriod: TimeSpan.FromSeconds(10));

    /// <summary>
    /// The longest first line of a request, with its address; as many bytes as Kestrel allows for all headers. It answers a longer one with 414 and
    /// without a body, while a parameter that is too long for its route gets an answer that names it.
    /// </summary>
    private const int MaximumRequestLine = 32 << 10;

    public static IServiceCollection AddLimits(this IServiceCollection services, LimitOptions limits) => services
        .Configure<KestrelServerOptions>(server =>
        {
            server.Limits.MaxRequestBodySize = limits.RequestBytes;
            server.Limits.MaxRequestLineSize = MaximumRequestLine;
            server.Limits.MaxConcurrentConnections = OpenFileLimit.Connections;
            server.Limits.MaxConcurrentUpgradedConnections = OpenFileLimit.WebSockets;
            server.Limits.MinRequestBodyDataRate = SlowestClient;
            server.Limits.MinResponseDataRate = SlowestClient;
        })
        .AddSingleton<RequestRateLimit>()
        .AddSingleton<UploadLimit>()
        .AddSingleton<RequestMemory>()
        .AddRequestDecompression()
        .AddLogging(logging => logging.AddFilter(RefusedConnections.KestrelCategory, LogLevel.Error))
        .AddHostedService<RefusedConnections>();

    /// <summary>
    /// Adds the rate limits and decompression. Must be called after authentication and before authorization, so that requests with wrong keys
    /// are limited too.
    /// </summary>
    public static void UseLimits(this WebApplication app)
    {
        app.UseMiddleware<RequestRateLimit>();
        app.UseMiddleware<UploadLimit>();
        app.Use((context, next) =>
        {
            if (!HttpProtocol.IsHttp11(context.Request.Protocol) && !HttpProtocol.IsHttp10(context.Request.Protocol))
            {
                context.Request.Body = new SlowBody(
                    context.Request.Body, SlowestClient.BytesPerSecond, SlowestClient.GracePeriod, maximumPause: TimeSpan.FromMinutes(1));
            }

            return next(context);
        });
        app.UseMiddleware<RequestDecompression>();
    }
}
