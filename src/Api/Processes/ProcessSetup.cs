using LearnML.Api.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace LearnML.Api.Processes;

internal static class ProcessSetup
{
    public static IServiceCollection AddProcesses(this IServiceCollection services, LearnMLOptions settings)
    {
        // All processes must share the keys, so that each can read what another one protected.
        services.AddDataProtection().SetApplicationName("LearnML").PersistKeysToFileSystem(new DirectoryInfo(settings.DataProtectionKeyFolder));
        return services.AddSingleton<ProcessIdentity>().AddSingleton<ProcessStore>().AddHostedService<ProcessHeartbeat>();
    }
}
