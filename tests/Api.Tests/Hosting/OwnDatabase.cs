using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Tests.Hosting;

/// <summary>A migrated database of one test, in SQLite or PostgreSQL.</summary>
internal sealed class OwnDatabase : IAsyncDisposable
{
    private readonly TemporaryFolder data = new();
    private PostgresServer? postgres;

    private OwnDatabase()
    {
    }

    public static TheoryData<StorageKind> Kinds => [.. Enum.GetValues<StorageKind>()];

    public IDbContextFactory<LearnMLContext> Contexts => new Contexts(() => postgres is null
        ? new SqliteContext(new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={data["learnml.db"]};Pooling=False").Options)
        : new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(postgres.Connection()).Options));

    public static async Task<OwnDatabase> CreateAsync(StorageKind kind)
    {
        Assert.SkipUnless(kind == StorageKind.Sqlite || PostgresServer.Available, PostgresServer.Missing);
        var database = new OwnDatabase { postgres = kind == StorageKind.Postgres ? await PostgresServer.StartAsync() : null };
        await using var context = database.Contexts.CreateDbContext();
        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

        data.Dispose();
    }
}
