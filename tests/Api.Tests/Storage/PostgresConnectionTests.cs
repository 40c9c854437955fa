using LearnML.Api.Storage;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace LearnML.Api.Tests.Storage;

/// <summary>The times after which a PostgreSQL server that does not answer is given up.</summary>
public sealed class PostgresConnectionTests
{
    /// <summary>A cancelled command first opens a connection to cancel it, so both times add up.</summary>
    [Fact]
    public void Frozen_server_is_given_up_within_fifteen_seconds()
    {
        var connection = Read("Host=db");

        Assert.InRange(connection.CommandTimeout + connection.Timeout + (connection.CancellationTimeout / 1000), 1, 15);
    }

    [Fact]
    public void Times_of_the_connection_string_are_kept()
    {
        var connection = Read("Host=db;Timeout=20;CommandTimeout=40;Options=-c work_mem=1MB");

        Assert.Equal((20, 40, "-c work_mem=1MB"), (connection.Timeout, connection.CommandTimeout, connection.Options));
    }

    private static NpgsqlConnectionStringBuilder Read(string connection) => new(PostgresConnection.FromConfiguration(
        new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Postgres", connection)]).Build()));
}
