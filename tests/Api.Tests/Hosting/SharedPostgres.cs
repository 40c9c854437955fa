using LearnML.Api.Tests.Hosting;
using Npgsql;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace LearnML.Api.Tests.Hosting;

/// <summary>One PostgreSQL for all tests that leave the server alone: each has a database of its own. To make a server takes seconds.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    // Apart from the tests' own scheduler, and not before it is asked for, as SharedFixture's service.
    private readonly Lazy<Task<PostgresServer>> server = new(() => Task.Run(PostgresServer.StartAsync));
    private int databases;

    /// <summary>How a service reaches a new database.</summary>
    internal async Task<string> NewDatabaseAsync()
    {
        var postgres = await server.Value;
        var name = $"test{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(postgres.Connection() + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return postgres.Connection(name);
    }

    /// <summary>The server, for who wants to reach it otherwise.</summary>
    internal async Task<PostgresServer> ServerAsync() => await server.Value;

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
        {
            await (await server.Value).DisposeAsync();
        }
    }
}
