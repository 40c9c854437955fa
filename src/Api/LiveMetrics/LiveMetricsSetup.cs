using LearnML.Api.Storage;
using LearnML.Contracts;
using StackExchange.Redis;

namespace LearnML.Api.LiveMetrics;

internal static class LiveMetricsSetup
{
    public static IServiceCollection AddLiveMetrics(this IServiceCollection services, LearnMLOptions settings, string? redis)
    {
        services.AddSingleton<MetricsFeed>().AddSingleton<MetricsWatch>().AddSingleton<JobChanges>();
        services.AddHostedService(provider => provider.GetRequiredService<JobChanges>());
        var hub = services.AddSignalR().AddJsonProtocol(json => WireFormat.Apply(json.PayloadSerializerOptions));
        if (settings.Backplane == BackplaneKind.Redis)
        {
            hub.AddStackExchangeRedis(redis!, options =>
            {
                // A Redis that is away is waited for, not a reason to end.
                options.Configuration.AbortOnConnectFail = false;
                options.Configuration.ChannelPrefix = RedisChannel.Literal("learnml");
            });
        }

        if (settings.Storage == StorageKind.Postgres)
        {
            services.AddHostedService<SharedFeed>();
        }

        return services;
    }

    public static void MapLiveMetrics(this WebApplication app) => app.MapHub<TrainingHub>(TrainingHub.Path);
}
