using Microsoft.AspNetCore.DataProtection;

namespace LearnML.Api.Processes;

internal static class ProcessSetup
{
    public static IServiceCollection AddProcesses(this IServiceCollection services, LearnMLOptions settings)
    {
        // What one process protects another must be able to read.
        services.AddDataProtection().SetApplicationName("LearnML").PersistKeysToFileSystem(new DirectoryInfo(settings.KeyFolder));
        return services.AddSingleton<ProcessIdentity>().AddSingleton<ProcessStore>().AddHostedService<ProcessHeartbeat>();
    }
}
