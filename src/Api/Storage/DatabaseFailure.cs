using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage;

/// <summary>Tells failures of the database, which may pass, from all others.</summary>
internal static class DatabaseFailure
{
    /// <summary>Whether the database, or the way to it, failed.</summary>
    public static bool Is(Exception? exception) =>
        exception is DbException or DbUpdateException or TimeoutException || (exception is InvalidOperationException { InnerException: { } inner } && Is(inner));
}
