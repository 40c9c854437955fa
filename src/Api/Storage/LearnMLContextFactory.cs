using LearnML.Api.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Storage;

/// <summary>Creates contexts for the database of the settings.</summary>
internal sealed class LearnMLContextFactory(
    IDbContextFactory<SqliteContext> sqlite, IDbContextFactory<PostgresContext> postgres, IOptions<LearnMLOptions> options)
    : IDbContextFactory<LearnMLContext>
{
    public LearnMLContext CreateDbContext() =>
        options.Value.Storage == StorageKind.Sqlite ? sqlite.CreateDbContext() : postgres.CreateDbContext();
}
