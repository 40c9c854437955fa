namespace LearnML.Api.Inference;

internal static class InferenceSetup
{
    public static IServiceCollection AddInference(this IServiceCollection services) => services.AddSingleton<InferenceStatistics>();
}
