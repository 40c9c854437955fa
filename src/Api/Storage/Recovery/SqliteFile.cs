using Microsoft.Data.Sqlite;

namespace LearnML.Api.Storage.Recovery;

/// <summary>Opens and checks the files of SQLite databases.</summary>
internal static class SqliteFile
{
    /// <summary>Opens a database. The caller disposes the connection, which closes the file.</summary>
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Reads the whole database and returns the first damage; null if there is none.</summary>
    public static string? FindDamage(SqliteConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check(1)";
            return command.ExecuteScalar() is string result && result != "ok" ? result.ReplaceLineEndings(" ") : null;
        }
        catch (SqliteException exception) when (DatabaseFailure.IsDamaged(exception))
        {
            return DatabaseFailure.Describe(exception);
        }
    }
}
