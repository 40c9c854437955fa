using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Cluster;

/// <summary>The service as several processes that share PostgreSQL, Redis and a folder.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly List<Service> services = [];

    private Cluster(PostgresServer postgres, RedisServer redis) => (Postgres, Redis) = (postgres, redis);

    public PostgresServer Postgres { get; }

    public RedisServer Redis { get; }

    public TemporaryFolder Data { get; } = new();

    public static async Task<Cluster> StartAsync() => new(await PostgresServer.StartAsync(), RedisServer.Start());

    /// <summary>Starts another process.</summary>
    public async Task<Service> AddProcessAsync(string role, params IEnumerable<string> arguments)
    {
        var service = await Service.StartProcessAsync(
            Data,
            null,
            [
                $"--LearnML:Role={role}",
                "--LearnML:Storage=postgres",
                "--LearnML:Backplane=redis",
                $"--ConnectionStrings:Postgres={Postgres.GetConnectionString()}",
                $"--ConnectionStrings:Redis={Redis.ConnectionString}",
                "--LearnML:CheckpointEpochs=1",
                .. arguments,
            ]);
        services.Add(service);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services)
        {
            await service.DisposeAsync();
        }

        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        Data.Dispose();
    }
}
