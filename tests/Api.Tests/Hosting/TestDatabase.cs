using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Tests.Hosting;

/// <summary>A migrated database of one test, in SQLite or PostgreSQL.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly TemporaryFolder data = new();

    private TestDatabase(string? postgres) => Contexts = new DelegateContextFactory(() => postgres is null
        ? new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={data["learnml.db"]};Pooling=False").Options)
        : new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(postgres).Options));

    public static TheoryData<StorageKind> Kinds => [.. Enum.GetValues<StorageKind>()];

    public IDbContextFactory<LearnMLContext> Contexts { get; }

    public static async Task<TestDatabase> CreateAsync(StorageKind kind, SharedPostgresFixture postgres)
    {
        Assert.SkipUnless(kind == StorageKind.Sqlite || PostgresServer.IsAvailable, PostgresServer.MissingReason);
        var database = new TestDatabase(kind == StorageKind.Postgres ? await postgres.CreateDatabaseAsync() : null);
        await using var context = database.Contexts.CreateDbContext();
        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    public void Dispose() => data.Dispose();
}
