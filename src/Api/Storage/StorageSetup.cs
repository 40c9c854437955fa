using LearnML.Api.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Storage;

internal static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddPooledDbContextFactory<SqliteContext>((provider, context) =>
            context.UseSqlite($"Data Source={provider.GetRequiredService<IOptions<LearnMLOptions>>().Value.DatabaseFile}"));
        services.AddPooledDbContextFactory<PostgresContext>((provider, context) =>
            context.UseNpgsql(PostgresConnection.FromConfiguration(provider.GetRequiredService<IConfiguration>())));
        return services.AddSingleton<IDbContextFactory<LearnMLContext>, LearnMLContextFactory>()
            .AddSingleton<DataFolder>().AddSingleton<DatabaseInitializer>();
    }
}
