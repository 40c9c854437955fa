using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Storage;

internal static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services) =>
        services.AddPooledDbContextFactory<LearnMLContext>((provider, context) =>
        {
            var settings = provider.GetRequiredService<IOptions<LearnMLOptions>>().Value;
            context.UseSqlite($"Data Source={settings.DatabaseFile}");
        });

    /// <summary>Creates the database, or brings an older one up to date and keeps its rows.</summary>
    public static async Task MigrateDatabaseAsync(this WebApplication app)
    {
        Directory.CreateDirectory(app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value.DataFolder);
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<LearnMLContext>>().CreateDbContextAsync();
        await context.Database.MigrateAsync();
    }
}
