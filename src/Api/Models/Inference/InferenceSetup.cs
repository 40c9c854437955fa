namespace LearnML.Api.Models.Inference;

internal static class InferenceSetup
{
    public static IServiceCollection AddInference(this IServiceCollection services) => services
        .AddSingleton<InferenceStatistics>().AddSingleton<InferenceEndpoint>();
}
