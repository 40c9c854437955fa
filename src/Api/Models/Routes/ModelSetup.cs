using LearnML.Api.Models.Evaluations;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Transfer;

namespace LearnML.Api.Models.Routes;

internal static class ModelSetup
{
    public static IServiceCollection AddModels(this IServiceCollection services) => services
        .AddSingleton<ModelStore>().AddSingleton<ModelAliases>()
        .AddSingleton<DownloadFiles>().AddSingleton<EventFiles>().AddSingleton<ModelDownload>()
        .AddSingleton<ModelImport>().AddSingleton<EvaluationEndpoint>();
}
