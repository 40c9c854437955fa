using LearnML.Contracts;

namespace LearnML.Api.LiveMetrics;

internal static class LiveMetricsSetup
{
    public static IServiceCollection AddLiveMetrics(this IServiceCollection services)
    {
        services.AddSingleton<MetricsFeed>().AddSingleton<MetricsWatch>().AddSingleton<JobChanges>();
        services.AddHostedService(provider => provider.GetRequiredService<JobChanges>());
        services.AddSignalR().AddJsonProtocol(json => WireFormat.Apply(json.PayloadSerializerOptions));
        return services;
    }

    public static void MapLiveMetrics(this WebApplication app) => app.MapHub<TrainingHub>(TrainingHub.Path);
}
