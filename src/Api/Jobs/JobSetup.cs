using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using LearnML.Api.Processes;
using LearnML.Api.Storage;

namespace LearnML.Api.Jobs;

internal static class JobSetup
{
    /// <summary>After this a job that its training let go of is killed with the process: time to write a checkpoint, and to give the job back.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(25);

    public static IServiceCollection AddJobs(this IServiceCollection services, LearnMLOptions settings)
    {
        services.AddSingleton<JobStore>().AddSingleton<JobLeases>().AddSingleton<JobCheckpoints>().AddSingleton<RunningJobs>().AddSingleton<JobQueue>().AddSingleton<DeviceQueues>().AddSingleton<QueueCounter>()
            .AddSingleton<JobSpecValidator>().AddSingleton<JobIntake>().AddSingleton<JobResume>().AddSingleton<JobComparer>().AddSingleton<SpecSchema>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = GracePeriod + TimeSpan.FromSeconds(5));
        services.AddHangfire((provider, hangfire) =>
        {
            if (settings.Storage == StorageKind.Postgres)
            {
                hangfire.UsePostgreSqlStorage(postgres => postgres.UseNpgsqlConnection(PostgresConnection.Of(provider.GetRequiredService<IConfiguration>())), new PostgreSqlStorageOptions
                {
                    UseSlidingInvisibilityTimeout = true,
                    InvisibilityTimeout = TimeSpan.FromSeconds(30),

                    // Its locks are rows, held for an instant; that of a process that was killed then is in the way until this has passed.
                    DistributedLockTimeout = TimeSpan.FromSeconds(20),
                    EnableLongPolling = true,

                    // A start without its tables is none.
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

        var servers = TrainingServer.Of(settings);
        if (servers.Count > 0)
        {
            services.AddHostedService<JobSweep>();
        }

        foreach (var training in servers)
        {
            services.AddHangfireServer(server =>
            {
                server.ServerName = training.NameHere;
                server.Queues = [.. training.Queues];
                server.WorkerCount = 1;
                server.ShutdownTimeout = GracePeriod;
            });
        }

        return services;
    }
}
