namespace LearnML.Api.Models;

internal static class ModelSetup
{
    public static IServiceCollection AddModels(this IServiceCollection services) => services
        .AddSingleton<ModelStore>().AddSingleton<ModelDownload>().AddSingleton<ModelImport>();
}
