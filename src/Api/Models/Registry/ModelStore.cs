using LearnML.Api.Storage;
using LearnML.Api.Storage.Promotions;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Models.Registry;

/// <summary>Stores the models in the database: their versions, descriptions and tags. <see cref="ModelAliases"/> stores their aliases.</summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
public sealed class ModelStore(IDbContextFactory<LearnMLContext> contexts, TimeProvider time, ILogger<ModelStore> log)
{
    /// <summary>Returns all models, ordered by name.</summary>
    public async Task<IReadOnlyList<Model>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.QueryModelsAsync(null, cancellationToken);
    }

    /// <summary>Returns a model; null if there is none with that name.</summary>
    public async Task<Model?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.QueryModelsAsync(name, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Returns a version, deleted or not; null if there is no such version.</summary>
    public async Task<ModelVersion?> FindAsync(string name, int version, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context.ModelVersions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Name == name && row.Version == version, cancellationToken);
        return found?.ToVersion();
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
        return found?.ToVersion();
    }

    /// <summary>Adds a version with the next number.</summary>
    /// <returns>The version with its number and the time when it was added.</returns>
    public async Task<ModelVersion> AddAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        return await ConflictRetry.RunAsync(log, async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var newest = await context.ModelVersions.Where(row => row.Name == version.Name)
                .MaxAsync(row => (int?)row.Version, cancellationToken) ?? 0;
            var numbered = version with { Version = newest + 1, CreatedAt = time.GetUtcNow() };
            var added = await context.AddPromotedAsync(numbered, numbered.Checkpoint, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return added;
        });
    }

    /// <summary>Changes the description, the tags and the settings of a model.</summary>
    /// <returns>Whether the model exists.</returns>
    public async Task<bool> UpdateAsync(string name, ModelPatch patch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return await ConflictRetry.RunAsync(log, async () =>
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
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
            await context.ChangePromotionAsync(row, patch.Promote ?? row.Promote, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        });
    }

    /// <summary>Marks a version as deleted, unless an alias points to it. It can be restored.</summary>
    /// <returns>The aliases that point to the version; empty if it was deleted.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(string name, int version, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await context.LockVersionAsync(name, version, cancellationToken);
        var aliases = await context.ModelAliases.Where(row => row.Name == name && row.Version == version).Select(row => row.Alias)
            .ToListAsync(cancellationToken);
        if (aliases.Count == 0)
        {
            DateTimeOffset? now = time.GetUtcNow();
            await context.ModelVersions.Where(row => row.Name == name && row.Version == version)
                .ExecuteUpdateAsync(row => row.SetProperty(row => row.DeletedAt, row => row.DeletedAt ?? now), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return aliases;
    }

    /// <summary>Restores a deleted version.</summary>
    public async Task RestoreAsync(string name, int version, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.ModelVersions.Where(row => row.Name == name && row.Version == version)
            .ExecuteUpdateAsync(row => row.SetProperty(row => row.DeletedAt, (DateTimeOffset?)null), cancellationToken);
    }
}
