using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage;

/// <summary>Tells failures of the database from all others.</summary>
internal static class DatabaseFailure
{
    // Busy, locked, read-only, the disk fails, full, cannot be opened (https://www.sqlite.org/rescode.html).
    private static readonly int[] AwayInSqlite = [5, 6, 8, 10, 13, 14];

    /// <summary>Whether the database refused, or did not answer.</summary>
    public static bool Is(Exception exception) => Find(exception) is not null;

    /// <summary>Whether it did not answer, and may again.</summary>
    public static bool IsAway(Exception exception) => Find(exception) switch
    {
        null => false,
        SqliteException sqlite => AwayInSqlite.Contains(sqlite.SqliteErrorCode),
        DbException database => database.IsTransient,
        _ => true,
    };

    /// <summary>Whether a text has a character that PostgreSQL cannot hold, which is U+0000 alone (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
    public static bool IsUnfitText(Exception exception) => Find(exception) is DbException { SqlState: "22021" };

    private static Exception? Find(Exception exception) => exception switch
    {
        DbException or TimeoutException => exception,
        DbUpdateException or InvalidOperationException => exception.InnerException is { } inner ? Find(inner) : null,
        _ => null,
    };
}
