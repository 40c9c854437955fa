namespace LearnML.Api.Serving;

internal static class ServingSetup
{
    public static IServiceCollection AddServing(this IServiceCollection services) => services
        .AddSingleton<ServedModelCache>().AddSingleton<ServedModels>().AddHostedService(provider => provider.GetRequiredService<ServedModels>())
        .AddSingleton<PredictionEndpoint>().AddSingleton<CsvEndpoint>().AddSingleton<PredictionLimit>();
}
