using LearnML.Api.Serving;
using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Models;

/// <summary>The models in the database: their versions, aliases, and what their users said of them.</summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
public sealed class ModelStore(IDbContextFactory<LearnMLContext> contexts, TimeProvider time)
{
    private const int MostAttempts = 10;

    /// <summary>Every model by name.</summary>
    public async Task<IReadOnlyList<Model>> ListAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await ReadAsync(context, null, cancellation);
    }

    /// <summary>A model; null when there is none of that name.</summary>
    public async Task<Model?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return (await ReadAsync(context, name, cancellation)).SingleOrDefault();
    }

    /// <summary>A version, deleted or not; null when there is none.</summary>
    public async Task<ModelVersion?> FindAsync(string name, int version, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var found = await context.ModelVersions.AsNoTracking().SingleOrDefaultAsync(row => row.Name == name && row.Version == version, cancellation);
        return found is null ? null : ToVersion(found);
    }

    /// <summary>The version that a reference means, none that was deleted; null when there is none.</summary>
    public async Task<ModelVersion?> FindAsync(ModelReference reference, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var version = reference.Version;
        if (version is null)
        {
            var alias = reference.Alias ?? ModelReference.Champion;
            version = await context.ModelAliases.Where(row => row.Name == reference.Name && row.Alias == alias).Select(row => (int?)row.Version).SingleOrDefaultAsync(cancellation);
            if (version is null && reference.Alias is not null)
            {
                return null;
            }
        }

        var found = await context.ModelVersions.AsNoTracking()
            .Where(row => row.Name == reference.Name && row.DeletedAt == null && (version == null || row.Version == version))
            .OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellation);
        return found is null ? null : ToVersion(found);
    }

    /// <summary>Adds a version with the next number.</summary>
    /// <returns>The version with its number, and when it was added.</returns>
    public async Task<ModelVersion> AddAsync(ModelVersion version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            var newest = await context.ModelVersions.Where(row => row.Name == version.Name).MaxAsync(row => (int?)row.Version, cancellation) ?? 0;
            var numbered = version with { Version = newest + 1, CreatedAt = time.GetUtcNow() };
            context.Add(new ModelVersionRow { Name = numbered.Name, Version = numbered.Version, JobId = numbered.JobId, Checkpoint = numbered.Checkpoint, Details = numbered });
            try
            {
                await context.SaveChangesAsync(cancellation);
                return numbered;
            }
            catch (DbUpdateException) when (attempt < MostAttempts)
            {
                // A job took the number meanwhile.
            }
        }
    }

    /// <summary>Changes what is said of a model.</summary>
    /// <returns>Whether there is such a model.</returns>
    public async Task<bool> DescribeAsync(string name, ModelPatch patch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(patch);
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            if (!await context.ModelVersions.AnyAsync(row => row.Name == name, cancellation))
            {
                return false;
            }

            var row = await context.Models.SingleOrDefaultAsync(row => row.Name == name, cancellation);
            if (row is null)
            {
                context.Add(row = new ModelRow { Name = name });
            }

            (row.Description, row.Tags) = (patch.Description ?? row.Description, patch.Tags ?? row.Tags);
            try
            {
                await context.SaveChangesAsync(cancellation);
                return true;
            }
            catch (DbUpdateException) when (attempt < MostAttempts)
            {
                // Another request was the first to describe it meanwhile.
            }
        }
    }

    /// <summary>Points an alias to a version.</summary>
    /// <returns>Whether there is such a version, and it is not deleted.</returns>
    public async Task<bool> PointAsync(string name, string alias, int version, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        if (!await context.ModelVersions.AnyAsync(row => row.Name == name && row.Version == version && row.DeletedAt == null, cancellation))
        {
            return false;
        }

        if (await Alias(context, name, alias).ExecuteUpdateAsync(row => row.SetProperty(row => row.Version, version), cancellation) == 0)
        {
            context.Add(new ModelAliasRow { Name = name, Alias = alias, Version = version });
            await context.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Takes an alias away.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> UnpointAsync(string name, string alias, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await Alias(context, name, alias).ExecuteDeleteAsync(cancellation) > 0;
    }

    /// <summary>Deletes a version, which can be restored, unless an alias points to it.</summary>
    /// <returns>The aliases in the way.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(string name, int version, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        DateTimeOffset? now = time.GetUtcNow();
        var deleted = await context.ModelVersions
            .Where(row => row.Name == name && row.Version == version && !context.ModelAliases.Any(alias => alias.Name == name && alias.Version == version))
            .ExecuteUpdateAsync(row => row.SetProperty(row => row.DeletedAt, row => row.DeletedAt ?? now), cancellation);
        return deleted > 0 ? [] : await context.ModelAliases.Where(row => row.Name == name && row.Version == version).Select(row => row.Alias).ToListAsync(cancellation);
    }

    /// <summary>Restores a version that was deleted.</summary>
    public async Task RestoreAsync(string name, int version, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.ModelVersions.Where(row => row.Name == name && row.Version == version)
            .ExecuteUpdateAsync(row => row.SetProperty(row => row.DeletedAt, (DateTimeOffset?)null), cancellation);
    }

    private static async Task<IReadOnlyList<Model>> ReadAsync(LearnMLContext context, string? name, CancellationToken cancellation)
    {
        var versions = await context.ModelVersions.AsNoTracking().Where(row => name == null || row.Name == name).OrderByDescending(row => row.Version).ToListAsync(cancellation);
        var aliases = (await context.ModelAliases.AsNoTracking().Where(row => name == null || row.Name == name).ToListAsync(cancellation)).ToLookup(row => row.Name);
        var said = await context.Models.AsNoTracking().Where(row => name == null || row.Name == name).ToDictionaryAsync(row => row.Name, cancellation);
        return [.. versions.GroupBy(version => version.Name).OrderBy(model => model.Key, StringComparer.Ordinal).Select(model => ToModel(model, aliases[model.Key], said.GetValueOrDefault(model.Key)))];
    }

    private static Model ToModel(IGrouping<string, ModelVersionRow> versions, IEnumerable<ModelAliasRow> aliases, ModelRow? said)
    {
        var byAlias = aliases.OrderBy(row => row.Alias, StringComparer.Ordinal).ToDictionary(row => row.Alias, row => row.Version);
        return new Model
        {
            Name = versions.Key,
            Description = said?.Description ?? "",
            Tags = said?.Tags ?? new Dictionary<string, string>(),
            Aliases = byAlias,
            Serves = byAlias.TryGetValue(ModelReference.Champion, out var champion) ? champion : versions.FirstOrDefault(version => version.DeletedAt is null)?.Version,
            Versions = [.. versions.Select(ToVersion)],
        };
    }

    private static IQueryable<ModelAliasRow> Alias(LearnMLContext context, string name, string alias) =>
        context.ModelAliases.Where(row => row.Name == name && row.Alias == alias);

    private static ModelVersion ToVersion(ModelVersionRow row) => row.Details with { Checkpoint = row.Checkpoint, DeletedAt = row.DeletedAt };
}
