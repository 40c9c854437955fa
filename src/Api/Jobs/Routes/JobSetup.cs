using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Queue;
using LearnML.Api.Jobs.Running;
using LearnML.Api.Jobs.Searches;
using LearnML.Api.Processes;
using LearnML.Api.Specs;
using LearnML.Api.Specs.Schema;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;

namespace LearnML.Api.Jobs.Routes;

internal static class JobSetup
{
    public static IServiceCollection AddJobs(this IServiceCollection services, LearnMLOptions settings)
    {
        services.AddSingleton<JobStore>().AddSingleton<JobHistory>().AddSingleton<JobStateStore>().AddSingleton<JobLeases>()
            .AddSingleton<JobCheckpoints>().AddSingleton<RunningJobs>().AddSingleton<JobEnder>().AddSingleton<JobTrainer>()
            .AddSingleton<TrainingSpeed>()
            .AddSingleton<JobQueue>().AddSingleton<DeviceQueues>().AddSingleton<QueueCounter>()
            .AddSingleton<JobSpecValidator>().AddSingleton<JobSubmitter>().AddSingleton<JobResumer>()
            .AddSingleton<ComparedJobs>().AddSingleton<JobComparer>().AddSingleton<JobTrials>().AddSingleton<SearchEditor>()
            .AddSingleton<SpecSchema>().AddSingleton<QueuedJobsLimit>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimes.GracePeriod + TimeSpan.FromSeconds(5));
        services.AddHangfire((provider, hangfire) =>
        {
            if (settings.Storage == StorageKind.Postgres)
            {
                var connection = PostgresConnection.FromConfiguration(provider.GetRequiredService<IConfiguration>());
                hangfire.UsePostgreSqlStorage(postgres => postgres.UseNpgsqlConnection(connection), new PostgreSqlStorageOptions
                {
                    UseSlidingInvisibilityTimeout = true,
                    InvisibilityTimeout = TimeSpan.FromSeconds(30),

                    // Hangfire's locks are rows that are held for a moment. The lock of a process that was killed blocks others until this timeout.
                    DistributedLockTimeout = TimeSpan.FromSeconds(20),
                    EnableLongPolling = true,

                    // Without Hangfire's tables the service must not start.
                    AllowDegradedModeWithoutStorage = false,
                    StartupConnectionMaxRetries = 0,
                    QueuePollInterval = TimeSpan.FromSeconds(5),
                });
            }
            else
            {
                hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) });
            }
        });
        if (settings.Role != ProcessRole.Worker)
        {
            services.AddHostedService<JobWarmUp>();
        }

        var servers = TrainingServer.FromSettings(settings);
        if (servers.Count > 0)
        {
            services.AddHostedService<JobSweeper>();
        }

        foreach (var training in servers)
        {
            services.AddHangfireServer(server =>
            {
                server.ServerName = training.ServerName;
                server.Queues = [.. training.Queues];
                server.WorkerCount = 1;
                server.ShutdownTimeout = ShutdownTimes.GracePeriod;
            });
        }

        return services;
    }
}
