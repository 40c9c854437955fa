using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Tests.Storage;

/// <summary>An empty database of either kind, without a service.</summary>
internal sealed class Databases : IAsyncDisposable
{
    private readonly PostgresServer? postgres;

    private Databases(TemporaryFolder data, PostgresServer? postgres)
    {
        this.postgres = postgres;
        Contexts = postgres is null
            ? new DelegateContextFactory(() => new SqliteContext(
                new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={data["learnml.db"]};Pooling=False").Options))
            : new DelegateContextFactory(() => new PostgresContext(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(postgres.GetConnectionString()).Options));
    }

    public IDbContextFactory<LearnMLContext> Contexts { get; }

    public static async Task<Databases> OpenAsync(StorageKind storage, TemporaryFolder data)
    {
        Assert.SkipUnless(storage == StorageKind.Sqlite || PostgresServer.IsAvailable, PostgresServer.MissingReason);
        var databases = new Databases(data, storage == StorageKind.Postgres ? await PostgresServer.StartAsync() : null);
        await using var context = databases.Contexts.CreateDbContext();
        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return databases;
    }

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }
    }
}
