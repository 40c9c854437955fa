using Hangfire;
using Hangfire.InMemory;
using LearnML.Api.Processes;
using LearnML.Training.Devices;

namespace LearnML.Api.Jobs;

internal static class JobSetup
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobStore>().AddSingleton<JobLeases>().AddSingleton<ProcessIdentity>().AddSingleton<RunningJobs>().AddSingleton<JobQueue>().AddSingleton<JobSpecValidator>().AddSingleton<JobIntake>().AddSingleton<JobResume>().AddSingleton<JobComparer>();
        services.AddHangfire(hangfire => hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) }));
        services.AddHostedService<JobSweep>();
        foreach (var device in TorchDevices.All)
        {
            services.AddHangfireServer(server =>
            {
                server.ServerName = "trainer-" + JobQueue.Name(device);
                server.Queues = [JobQueue.Name(device)];
                server.WorkerCount = 1;
            });
        }

        return services;
    }
}
