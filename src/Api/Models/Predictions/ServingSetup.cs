using LearnML.Api.Models.Serving;

namespace LearnML.Api.Models.Predictions;

internal static class ServingSetup
{
    public static IServiceCollection AddServing(this IServiceCollection services) => services
        .AddSingleton<ServedModelCache>().AddSingleton<ModelResolver>().AddHostedService(provider => provider.GetRequiredService<ModelResolver>())
        .AddSingleton<PredictionEndpoint>().AddSingleton<CsvEndpoint>().AddSingleton<PredictionLimit>();
}
