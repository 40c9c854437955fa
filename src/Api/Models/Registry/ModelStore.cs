using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Models.Registry;

/// <summary>Stores the models in the database: their versions, aliases, descriptions and tags.</summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
public sealed class ModelStore(IDbContextFactory<LearnMLContext> contexts, TimeProvider time)
{
    private const int MaximumAttempts = 10;

    /// <summary>Returns all models, ordered by name.</summary>
    public async Task<IReadOnlyList<Model>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await QueryModelsAsync(context, null, cancellationToken);
    }

    /// <summary>Returns a model; null if there is none with that name.</summary>
    public async Task<Model?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await QueryModelsAsync(context, name, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Returns a version, deleted or not; null if there is no such version.</summary>
    public async Task<ModelVersion?> FindAsync(string name, int version, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context.ModelVersions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Name == name && row.Version == version, cancellationToken);
        return found is null ? null : ToVersion(found);
    }

    /// <summary>Returns the version that a reference stands for; null if there is no such version or it is deleted.</summary>
    public async Task<ModelVersion?> FindAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var version = reference.Version;
        if (version is null)
        {
            var alias = reference.Alias ?? ModelReference.Champion;
            version = await context.ModelAliases.Where(row => row.Name == reference.Name && row.Alias == alias)
                .Select(row => (int?)row.Version).SingleOrDefaultAsync(cancellationToken);
            if (version is null && reference.Alias is not null)
            {
                return null;
            }
        }

        var found = await context.ModelVersions.AsNoTracking()
            .Where(row => row.Name == reference.Name && row.DeletedAt == null && (version == null || row.Version == version))
            .OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : ToVersion(found);
    }

    /// <summary>Adds a version with the next number.</summary>
    /// <returns>The version with its number and the time when it was added.</returns>
    public async Task<ModelVersion> AddAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        return await RetryOnConflictAsync(async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var newest = await context.ModelVersions.Where(row => row.Name == version.Name)
                .MaxAsync(row => (int?)row.Version, cancellationToken) ?? 0;
            var numbered = version with { Version = newest + 1, CreatedAt = time.GetUtcNow() };
            context.Add(new ModelVersionRow
            {
                Name = numbered.Name,
                Version = numbered.Version,
                JobId = numbered.JobId,
                Checkpoint = numbered.Checkpoint,
                Details = numbered,
            });
            await context.SaveChangesAsync(cancellationToken);
            return numbered;
        });
    }

    /// <summary>Changes the description and the tags of a model.</summary>
    /// <returns>Whether the model exists.</returns>
    public async Task<bool> UpdateAsync(string name, ModelPatch patch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return await RetryOnConflictAsync(async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await context.ModelVersions.AnyAsync(row => row.Name == name, cancellationToken))
            {
                return false;
            }

            var row = await context.Models.SingleOrDefaultAsync(row => row.Name == name, cancellationToken);
            if (row is null)
            {
                context.Add(row = new ModelRow { Name = name });
            }

            (row.Description, row.Tags) = (patch.Description ?? row.Description, patch.Tags ?? row.Tags);
            await context.SaveChangesAsync(cancellationToken);
            return true;
        });
    }

    /// <summary>Points an alias to a version.</summary>
    /// <returns>Whether the version exists and is not deleted.</returns>
    public Task<bool> SetAliasAsync(string name, string alias, int version, CancellationToken cancellationToken) =>
        RetryOnConflictAsync(async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
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
    public async Task<bool> RemoveAliasAsync(string name, string alias, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await QueryAlias(context, name, alias).ExecuteDeleteAsync(cancellationToken) > 0;
    }

    /// <summary>Marks a version as deleted, unless an alias points to it. It can be restored.</summary>
    /// <returns>The aliases that point to the version; empty if it was deleted.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(string name, int version, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        DateTimeOffset? now = time.GetUtcNow();
        var deleted = await context.ModelVersions
            .Where(row => row.Name == name && row.Version == version
                && !context.ModelAliases.Any(alias => alias.Name == name && alias.Version == version))
            .ExecuteUpdateAsync(row => row.SetProperty(row => row.DeletedAt, row => row.DeletedAt ?? now), cancellationToken);
        return deleted > 0
            ? []
            : await context.ModelAliases.Where(row => row.Name == name && row.Version == version)
                .Select(row => row.Alias).ToListAsync(cancellationToken);
    }

    /// <summary>Restores a deleted version.</summary>
    public async Task RestoreAsync(string name, int version, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ModelVersions.Where(row => row.Name == name && row.Version == version)
            .ExecuteUpdateAsync(row => row.SetProperty(row => row.DeletedAt, (DateTimeOffset?)null), cancellationToken);
    }

    /// <summary>
    /// Runs a write, and repeats it if it fails because another request or job took the number or added the row at the same time.
    /// </summary>
    private static async Task<T> RetryOnConflictAsync<T>(Func<Task<T>> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (DbUpdateException exception) when (attempt < MaximumAttempts && !DatabaseFailure.IsUnavailable(exception))
            {
                // The next attempt reads the rows again.
            }
        }
    }

    private static async Task<IReadOnlyList<Model>> QueryModelsAsync(LearnMLContext context, string? name, CancellationToken cancellationToken)
    {
        var versions = await context.ModelVersions.AsNoTracking().Where(row => name == null || row.Name == name)
            .OrderByDescending(row => row.Version).ToListAsync(cancellationToken);
        var aliases = (await context.ModelAliases.AsNoTracking().Where(row => name == null || row.Name == name).ToListAsync(cancellationToken))
            .ToLookup(row => row.Name);
        var models = await context.Models.AsNoTracking().Where(row => name == null || row.Name == name)
            .ToDictionaryAsync(row => row.Name, cancellationToken);
        return [.. versions.GroupBy(version => version.Name).OrderBy(model => model.Key, StringComparer.Ordinal)
            .Select(model => ToModel(model, aliases[model.Key], models.GetValueOrDefault(model.Key)))];
    }

    private static Model ToModel(IGrouping<string, ModelVersionRow> versions, IEnumerable<ModelAliasRow> aliases, ModelRow? model)
    {
        var byAlias = aliases.OrderBy(row => row.Alias, StringComparer.Ordinal).ToDictionary(row => row.Alias, row => row.Version);
        return new Model
        {
            Name = versions.Key,
            Description = model?.Description ?? "",
            Tags = model?.Tags ?? new Dictionary<string, string>(),
            Aliases = byAlias,
            Serves = byAlias.TryGetValue(ModelReference.Champion, out var champion)
                ? champion
                : versions.FirstOrDefault(version => version.DeletedAt is null)?.Version,
            Versions = [.. versions.Select(ToVersion)],
        };
    }

    private static IQueryable<ModelAliasRow> QueryAlias(LearnMLContext context, string name, string alias) =>
        context.ModelAliases.Where(row => row.Name == name && row.Alias == alias);

    private static ModelVersion ToVersion(ModelVersionRow row) => row.Details with { Checkpoint = row.Checkpoint, DeletedAt = row.DeletedAt };
}
