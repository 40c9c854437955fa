using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage;

/// <summary>Recognizes exceptions that come from the database.</summary>
internal static class DatabaseFailure
{
    // SQLITE_BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN (https://www.sqlite.org/rescode.html).
    private static readonly int[] UnavailableSqliteCodes = [5, 6, 8, 10, 13, 14];

    // SQLITE_READONLY, IOERR, FULL.
    private static readonly int[] UnwritableSqliteCodes = [8, 10, 13];

    // disk_full, io_error.
    private static readonly string[] UnwritablePostgresStates = ["53100", "58030"];

    // SQLITE_CORRUPT, NOTADB.
    private static readonly int[] DamagedSqliteCodes = [11, 26];

    // query_canceled, idle_in_transaction_session_timeout, read_only_sql_transaction of a standby: another attempt may succeed.
    private static readonly string[] UnavailablePostgresStates = ["57014", "25P03", "25006"];

    // serialization_failure, deadlock_detected (https://www.postgresql.org/docs/current/errcodes-appendix.html).
    private static readonly string[] ConflictPostgresStates = ["40001", "40P01"];

    /// <summary>Returns whether the database rejected an operation or did not respond.</summary>
    public static bool Is(Exception exception) => Find(exception) is not null;

    /// <summary>Returns whether the database is unavailable for now, so that a retry may succeed.</summary>
    public static bool IsUnavailable(Exception exception) => IsUnwritable(exception) || Find(exception) switch
    {
        null => false,
        SqliteException sqlite => UnavailableSqliteCodes.Contains(sqlite.SqliteErrorCode),
        DbException database => database.IsTransient || UnavailablePostgresStates.Contains(database.SqlState),
        _ => true,
    };

    /// <summary>Returns whether the database's disk is full or cannot be written.</summary>
    public static bool IsUnwritable(Exception exception) => Find(exception) switch
    {
        SqliteException sqlite => UnwritableSqliteCodes.Contains(sqlite.SqliteErrorCode),
        DbException database => UnwritablePostgresStates.Contains(database.SqlState),
        _ => false,
    };

    /// <summary>Returns whether the file of an SQLite database is damaged.</summary>
    public static bool IsDamaged(Exception exception) =>
        Find(exception) is SqliteException sqlite && DamagedSqliteCodes.Contains(sqlite.SqliteErrorCode);

    /// <summary>
    /// Returns whether two transactions could not both be committed: they wrote the same key, or they waited for each other. A retry reads the
    /// other's changes.
    /// </summary>
    public static bool IsConflict(Exception exception) =>
        IsDuplicateKey(exception) || (Find(exception) is DbException database && ConflictPostgresStates.Contains(database.SqlState));

    /// <summary>Returns the first line of the database's own message, without a period.</summary>
    public static string Describe(Exception exception) => (Find(exception) ?? exception).Message.Split('\n')[0].TrimEnd().TrimEnd('.');

    /// <summary>
    /// Returns whether PostgreSQL rejected a string because it contains U+0000, the only character that it cannot store: SQLSTATE 22021.
    /// </summary>
    public static bool IsInvalidText(Exception exception) => Find(exception) is DbException { SqlState: "22021" };

    /// <summary>
    /// Returns whether the database rejected a row because another one has the same key: SQLSTATE 23505, SQLITE_CONSTRAINT_PRIMARYKEY or
    /// SQLITE_CONSTRAINT_UNIQUE.
    /// </summary>
    public static bool IsDuplicateKey(Exception exception) =>
        Find(exception) is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 } or DbException { SqlState: "23505" };

    private static Exception? Find(Exception exception) => exception switch
    {
        DbException or TimeoutException => exception,
        DbUpdateException or InvalidOperationException => exception.InnerException is { } inner ? Find(inner) : null,
        _ => null,
    };
}
