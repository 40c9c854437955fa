using System.Data.Common;
using LearnML.Api.Hosting;
using LearnML.Api.Storage.Listing;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage;

/// <summary>Migrates the database to the current schema before anything else uses it. Existing rows stay.</summary>
/// <param name="contexts">The database.</param>
/// <param name="folder">The data folder, which holds the SQLite database.</param>
internal sealed class DatabaseInitializer(IDbContextFactory<LearnMLContext> contexts, DataFolder folder)
{
    // Any number, as long as every process uses the same.
    private const long AdvisoryLock = 5_080_2026;

    /// <summary>How long a step of a migration may take, or another process that migrates. A large table may need minutes.</summary>
    private static readonly TimeSpan MigrationTimeout = TimeSpan.FromMinutes(30);

    /// <summary>So many jobs have few enough reports to be in memory together.</summary>
    private const int MissingJobsPage = 50;

    /// <summary>Opens the data folder and migrates the database, one process at a time.</summary>
    /// <param name="prepareQueue">Creates the tables of the queue.</param>
    /// <exception cref="StartupException">The database cannot be used.</exception>
    public async Task InitializeAsync(Action prepareQueue)
    {
        folder.Open();
        try
        {
            await using var context = await contexts.CreateDbContextAsync();
            context.Database.SetCommandTimeout(MigrationTimeout);
            await context.Database.OpenConnectionAsync();
            await UseWriteAheadLogAsync(context);
            await LockAsync(context);
            if (await NeedsMigrationAsync(context))
            {
                await context.Database.MigrateAsync();
            }

            await ListMissingJobsAsync(context);
            prepareQueue();
            await UnlockAsync(context);
        }
        catch (Exception exception) when (DatabaseFailure.IsDamaged(exception))
        {
            throw CreateDamagedException(exception);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception) || exception is ArgumentException)
        {
            throw new StartupException(
                $"The database cannot be used: {Innermost(exception).Message.ReplaceLineEndings(" ")} "
                    + "Check LearnML:Data or ConnectionStrings:Postgres.");
        }
    }

    /// <summary>Returns the exception for a damaged SQLite database. It says what to do.</summary>
    public StartupException CreateDamagedException(Exception cause) => new(
        $"The database {folder.DatabaseFile} is damaged: {DatabaseFailure.Describe(cause)}. If you have a backup, move the data folder "
            + "away and run the command 'restore FOLDER'. Without one, run the command 'repair' with the same settings: it keeps the damaged file "
            + "and lists models, jobs and datasets again from their files.");

    /// <summary>
    /// Prepares the database for a command that may run beside a service. A running service has already migrated it; otherwise this method does.
    /// </summary>
    /// <exception cref="StartupException">The database cannot be used.</exception>
    public Task EnsureInitializedAsync() => folder.IsLockedByOther ? Task.CompletedTask : InitializeAsync(() => { });

    /// <summary>
    /// Turns on SQLite's write-ahead log, so that readers and a writer do not wait for each other. The file keeps this setting. EF Core sets it
    /// only for a file that it creates itself; here the connection has created it.
    /// </summary>
    private static Task<int> UseWriteAheadLogAsync(LearnMLContext context) => context is PostgresContext
        ? Task.FromResult(0)
        : context.Database.ExecuteSqlAsync($"PRAGMA journal_mode = WAL");

    /// <summary>
    /// Lets only one process migrate at a time. PostgreSQL has a lock for this. A SQLite database is already used by this process alone, so a
    /// migration lock in it was left by a killed process and is deleted.
    /// </summary>
    private static Task<int> LockAsync(LearnMLContext context) => context is PostgresContext
        ? context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({AdvisoryLock})")
        : context.Database.ExecuteSqlAsync($"DROP TABLE IF EXISTS __EFMigrationsLock");

    // A closed connection returns to the pool and keeps its session locks, so the lock must be released explicitly.
    private static Task UnlockAsync(LearnMLContext context) => context is PostgresContext
        ? context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({AdvisoryLock})")
        : Task.CompletedTask;

    /// <summary>
    /// Returns whether the schema is older than this version's. MigrateAsync would find this out too, but it first compares the whole model with
    /// the newest migration, which takes a tenth of a second of each start.
    /// </summary>
    /// <exception cref="StartupException">The schema is newer than this version's.</exception>
    private static async Task<bool> NeedsMigrationAsync(LearnMLContext context)
    {
        var (applied, known) = ((await context.Database.GetAppliedMigrationsAsync()).ToList(), context.Database.GetMigrations().ToList());
        return applied.Except(known).LastOrDefault() is { } unknown
            ? throw new StartupException(
                $"The database was used by a newer LearnML: the migration {unknown} is unknown here. "
                    + "Start that version, or use another database.")
            : applied.Count < known.Count;
    }

    /// <summary>
    /// Adds the listed values of jobs that have none: those that an earlier version or the command <c>repair</c> stored. The counts are compared
    /// first, because that costs a start almost nothing.
    /// </summary>
    private static async Task ListMissingJobsAsync(LearnMLContext context)
    {
        FormattableString countMissing = $"""SELECT (SELECT COUNT(*) FROM "Jobs") - (SELECT COUNT(*) FROM "JobFields") AS "Value" """;
        while (await context.Database.SqlQuery<long>(countMissing).ToListAsync() is [> 0])
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            var missing = context.Jobs.AsNoTracking().Where(job => !context.JobFields.Any(fields => fields.JobId == job.Id));
            foreach (var job in await missing.Take(MissingJobsPage).ToListAsync())
            {
                var scores = JobFieldValues.GetScores(job.Best, job.Report, job.EndedAt - job.StartedAt);
                await context.AddJobFieldsAsync(job.Id, job.Spec, job.Labels, job.StartedBy, scores);
            }

            await transaction.CommitAsync();
        }
    }

    private static Exception Innermost(Exception exception) =>
        exception is not DbException && exception.InnerException is { } inner ? Innermost(inner) : exception;
}
