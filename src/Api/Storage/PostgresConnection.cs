using LearnML.Api.Hosting;
using Npgsql;

namespace LearnML.Api.Storage;

/// <summary>Builds the connection string of PostgreSQL.</summary>
internal static class PostgresConnection
{
    /// <summary>
    /// Session options that end an idle transaction after 8 seconds. A paused or disconnected process may hold row locks, and other processes need
    /// these rows to take over its jobs. The time is shorter than a job lease (https://www.postgresql.org/docs/current/runtime-config-client.html).
    /// </summary>
    private const string SessionOptions = "-c idle_in_transaction_session_timeout=8s";

    // A server that does not answer is given up after about 15 seconds: Npgsql opens another connection to cancel a command. A command may wait
    // longer than an idle transaction lasts, so that it gets the rows which that has locked.
    private const int CommandSeconds = 10;
    private const int ConnectSeconds = 3;

    private const string CommandTimeout = "Command Timeout";
    private const string ConnectTimeout = "Timeout";

    /// <summary>
    /// Returns the connection string of the settings. Session options and timeouts in it are kept; otherwise the default ones are added.
    /// </summary>
    /// <exception cref="StartupException">The setting is not a valid connection string.</exception>
    public static string FromConfiguration(IConfiguration configuration)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Postgres"));
            connection.Options ??= SessionOptions;
            connection.CommandTimeout = connection.ShouldSerialize(CommandTimeout) ? connection.CommandTimeout : CommandSeconds;
            connection.Timeout = connection.ShouldSerialize(ConnectTimeout) ? connection.Timeout : ConnectSeconds;
            return connection.ConnectionString;
        }
        catch (ArgumentException exception)
        {
            throw new StartupException(
                $"The database cannot be used: ConnectionStrings:Postgres is not a valid connection string. {exception.Message}");
        }
    }
}
