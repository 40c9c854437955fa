using LearnML.Api.Tests.Hosting;
using Npgsql;

[assembly: AssemblyFixture(typeof(SharedPostgresFixture))]

namespace LearnML.Api.Tests.Hosting;

/// <summary>One PostgreSQL for all tests that leave the server alone: each has a database of its own. To make a server takes seconds.</summary>
public sealed class SharedPostgresFixture : IAsyncDisposable
{
    // Apart from the tests' own scheduler, and not before it is asked for, as SharedFixture's service.
    private readonly Lazy<Task<PostgresServer>> server = new(() => Task.Run(PostgresServer.StartAsync));
    private int databaseCount;

    /// <summary>How a service reaches a new database.</summary>
    internal async Task<string> CreateDatabaseAsync()
    {
        var postgres = await server.Value;
        var name = $"test{Interlocked.Increment(ref databaseCount)}";
        await using var connection = new NpgsqlConnection(postgres.GetConnectionString() + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return postgres.GetConnectionString(name);
    }

    /// <summary>The server, for who wants to reach it otherwise.</summary>
    internal async Task<PostgresServer> GetServerAsync() => await server.Value;

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
        {
            await (await server.Value).DisposeAsync();
        }
    }
}
