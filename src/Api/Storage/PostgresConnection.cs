using Npgsql;

namespace LearnML.Api.Storage;

/// <summary>How PostgreSQL is reached.</summary>
internal static class PostgresConnection
{
    /// <summary>
    /// The server ends a transaction whose process stands still, as one that is paused or cut off does: others wait for the rows that it holds,
    /// to take its jobs over too. It comes before the end of a lease (https://www.postgresql.org/docs/current/runtime-config-client.html).
    /// </summary>
    private const string Session = "-c idle_in_transaction_session_timeout=10s";

    /// <summary>The connection string of the settings; session options that the user has set there stay as they are.</summary>
    /// <exception cref="StartupException">It is none.</exception>
    public static string Of(IConfiguration configuration)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Postgres"));
            connection.Options ??= Session;
            return connection.ConnectionString;
        }
        catch (ArgumentException exception)
        {
            throw new StartupException($"The database cannot be used: ConnectionStrings:Postgres is no connection string. {exception.Message}");
        }
    }
}
