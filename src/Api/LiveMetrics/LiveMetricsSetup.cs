using LearnML.Api.Access.Browser;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using StackExchange.Redis;

namespace LearnML.Api.LiveMetrics;

internal static class LiveMetricsSetup
{
    public static IServiceCollection AddLiveMetrics(this IServiceCollection services, LearnMLOptions settings, string? redis)
    {
        services.AddSingleton<MetricsFeed>().AddSingleton<MetricsStreamer>().AddSingleton<JobChangeNotifier>()
            .AddSingleton<HubErrorLog>().AddSingleton<HubCallLimit>().AddSingleton<StreamLimit>().AddSingleton<SubscriptionLimit>()
            .AddLogging(logging => logging.AddFilter(HubErrorLog.SignalRCategory, LogLevel.Critical));
        services.AddHostedService(provider => provider.GetRequiredService<JobChangeNotifier>());
        var hub = services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = settings.Limits.HubMessageBytes;
            options.MaximumParallelInvocationsPerClient = settings.Limits.HubCallsAtOnce;
            options.AddFilter<HubErrorLog>();
            options.AddFilter<HubCallLimit>();
            options.AddFilter<StreamLimit>();
        }).AddJsonProtocol(json => WireFormat.Apply(json.PayloadSerializerOptions));

        // Of several protocols with the same name, SignalR takes the last.
        services.AddSingleton<IHubProtocol, HubJsonProtocol>();
        if (settings.Backplane == BackplaneKind.Redis)
        {
            var configuration = Parse(redis!);

            // If Redis is unavailable, the service waits for it and does not exit.
            configuration.AbortOnConnectFail = false;
            configuration.ChannelPrefix = RedisChannel.Literal("learnml");
            hub.AddStackExchangeRedis(options => options.Configuration = configuration);
        }

        if (settings.Storage == StorageKind.Postgres)
        {
            services.AddHostedService<MetricsPoller>();
        }

        return services;
    }

    private static ConfigurationOptions Parse(string redis)
    {
        try
        {
            return ConfigurationOptions.Parse(redis);
        }
        catch (ArgumentException exception)
        {
            throw new StartupException($"ConnectionStrings:Redis cannot be read: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    public static void MapLiveMetrics(this WebApplication app) =>
        app.MapHub<TrainingHub>(
            QueryTokenContextFactory.HubPath, connections => connections.CloseOnAuthenticationExpiration = true).RequireScope(Scope.Read);
}
