using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage;

/// <summary>Brings the database up to date before anything else uses it, and keeps its rows.</summary>
/// <param name="contexts">The database.</param>
/// <param name="folder">Where the embedded one lies.</param>
internal sealed class DatabaseStart(IDbContextFactory<LearnMLContext> contexts, DataFolder folder)
{
    // Any number, as long as every process takes the same.
    private const long AdvisoryLock = 5_080_2026;

    /// <param name="prepareQueue">Makes the queue's own tables.</param>
    /// <exception cref="StartupException">The database cannot be used.</exception>
    public async Task RunAsync(Action prepareQueue)
    {
        folder.Open();
        try
        {
            await using var context = await contexts.CreateDbContextAsync();
            await context.Database.OpenConnectionAsync();
            await LockAsync(context);
            await RequireKnownSchemaAsync(context);
            await context.Database.MigrateAsync();
            prepareQueue();
            await UnlockAsync(context);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception) || exception is ArgumentException)
        {
            throw new StartupException($"The database cannot be used: {Innermost(exception).Message.ReplaceLineEndings(" ")} Look at LearnML:Data, or at ConnectionStrings:Postgres.");
        }
    }

    /// <summary>For a command beside a service: that service has brought the database up to date, or this does.</summary>
    /// <exception cref="StartupException">The database cannot be used.</exception>
    public Task JoinAsync() => folder.IsTaken ? Task.CompletedTask : RunAsync(() => { });

    /// <summary>One process at a time: with a server. The embedded database is this process's already; a lock there is of one that was killed.</summary>
    private static Task<int> LockAsync(LearnMLContext context) => context is PostgresContext
        ? context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({AdvisoryLock})")
        : context.Database.ExecuteSqlAsync($"DROP TABLE IF EXISTS __EFMigrationsLock");

    // A connection that is closed goes back to its pool, and holds its locks there.
    private static Task UnlockAsync(LearnMLContext context) => context is PostgresContext
        ? context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({AdvisoryLock})")
        : Task.CompletedTask;

    private static async Task RequireKnownSchemaAsync(LearnMLContext context)
    {
        var unknown = (await context.Database.GetAppliedMigrationsAsync()).Except(context.Database.GetMigrations()).ToList();
        if (unknown.Count > 0)
        {
            throw new StartupException($"The database is of a newer LearnML: its change {unknown[^1]} is not known here. Start that version, or use another database.");
        }
    }

    private static Exception Innermost(Exception exception) => exception is not DbException && exception.InnerException is { } inner ? Innermost(inner) : exception;
}
