using LearnML.Api.Storage;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Models.Registry;

/// <summary>Stores the aliases of model versions in the database.</summary>
/// <param name="contexts">The database.</param>
/// <param name="log">The log.</param>
public sealed partial class ModelAliases(IDbContextFactory<LearnMLContext> contexts, ILogger<ModelAliases> log)
{
    /// <summary>Points an alias to a version.</summary>
    /// <returns>Whether the version exists and is not deleted.</returns>
    public Task<bool> SetAsync(string name, string alias, int version, CancellationToken cancellationToken) =>
        ConflictRetry.RunAsync(log, async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            await context.LockVersionAsync(name, version, cancellationToken);
            if (!await context.ModelVersions.AnyAsync(
                row => row.Name == name && row.Version == version && row.DeletedAt == null, cancellationToken))
            {
                return false;
            }

            var updated = await QueryAlias(context, name, alias)
                .ExecuteUpdateAsync(row => row.SetProperty(row => row.Version, version), cancellationToken);
            if (updated == 0)
            {
                context.Add(new ModelAliasRow { Name = name, Alias = alias, Version = version });
                await context.SaveChangesAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            return true;
        });

    /// <summary>Deletes an alias.</summary>
    /// <returns>Whether the alias existed.</returns>
    public async Task<bool> RemoveAsync(string name, string alias, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await QueryAlias(context, name, alias).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    /// <summary>Deletes the aliases of deleted versions, which an earlier version of LearnML could leave behind.</summary>
    public async Task RemoveDanglingAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var dangling = context.ModelAliases.Where(alias => !context.ModelVersions.Any(
            version => version.Name == alias.Name && version.Version == alias.Version && version.DeletedAt == null));
        foreach (var alias in await dangling.AsNoTracking().ToListAsync(cancellationToken))
        {
            LogDangling(alias.Alias, alias.Name, alias.Version);
        }

        await dangling.ExecuteDeleteAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The alias {Alias} of the model {Model} is deleted, because its version {Version} is deleted.")]
    private partial void LogDangling(string alias, string model, int version);

    private static IQueryable<ModelAliasRow> QueryAlias(LearnMLContext context, string name, string alias) =>
        context.ModelAliases.Where(row => row.Name == name && row.Alias == alias);
}
