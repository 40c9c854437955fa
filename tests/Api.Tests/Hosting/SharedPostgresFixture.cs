using LearnML.Api.Tests.Hosting;
using Npgsql;

[assembly: AssemblyFixture(typeof(SharedPostgresFixture))]

namespace LearnML.Api.Tests.Hosting;

/// <summary>One PostgreSQL server for all tests that do not stop it, because a start takes seconds. Every test has its own database.</summary>
public sealed class SharedPostgresFixture : IAsyncDisposable
{
    // For the reasons in SharedFixture, Task.Run leaves the scheduler of the tests, and the server starts only if a test uses it.
    private readonly Lazy<Task<PostgresServer>> server = new(() => Task.Run(PostgresServer.StartAsync));
    private int databaseCount;

    /// <summary>Creates a database and returns its connection string.</summary>
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

    /// <summary>The server itself.</summary>
    internal async Task<PostgresServer> GetServerAsync() => await server.Value;

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
        {
            await (await server.Value).DisposeAsync();
        }
    }
}
