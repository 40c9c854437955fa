using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Tests.Storage;

/// <summary>An empty database of either kind, without a service.</summary>
internal static class TestDatabase
{
    public static async Task<IDbContextFactory<LearnMLContext>> OpenAsync(StorageKind storage, TemporaryFolder data, SharedPostgresFixture postgres)
    {
        Assert.SkipUnless(storage == StorageKind.Sqlite || PostgresServer.IsAvailable, PostgresServer.MissingReason);
        var connection = storage == StorageKind.Postgres ? await postgres.CreateDatabaseAsync() : null;
        DelegateContextFactory contexts = connection is null
            ? new(() => new SqliteContext(CreateOptions(data).Options))
            : new(() => new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connection).Options));
        await using var context = contexts.CreateDbContext();
        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return contexts;
    }

    /// <summary>Returns the options of the SQLite database in a folder.</summary>
    public static DbContextOptionsBuilder<SqliteContext> CreateOptions(TemporaryFolder data) =>
        new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={data["learnml.db"]};Pooling=False");
}
