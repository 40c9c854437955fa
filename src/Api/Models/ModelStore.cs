using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Models;

/// <summary>The model versions in the database.</summary>
/// <param name="contexts">The database.</param>
public sealed class ModelStore(IDbContextFactory<LearnMLContext> contexts)
{
    /// <summary>Every model by name, its versions newest first.</summary>
    public async Task<IReadOnlyList<Model>> ListAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var versions = await Newest(context).ToListAsync(cancellation);
        return [.. versions.GroupBy(version => version.Name).OrderBy(model => model.Key, StringComparer.Ordinal).Select(ToModel)];
    }

    /// <summary>A model; null when there is none of that name.</summary>
    public async Task<Model?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var versions = await Newest(context).Where(version => version.Name == name).ToListAsync(cancellation);
        return versions.GroupBy(version => version.Name).Select(ToModel).SingleOrDefault();
    }

    /// <summary>A version, by default the newest; null when there is none.</summary>
    public async Task<ModelVersion?> FindAsync(string name, int? version, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var found = await Newest(context).FirstOrDefaultAsync(row => row.Name == name && (version == null || row.Version == version), cancellation);
        return found is null ? null : ToVersion(found);
    }

    private static IQueryable<ModelVersionRow> Newest(LearnMLContext context) =>
        context.ModelVersions.AsNoTracking().OrderByDescending(version => version.Version);

    private static ModelVersion ToVersion(ModelVersionRow row) => row.Details with { Checkpoint = row.Checkpoint };

    private static Model ToModel(IGrouping<string, ModelVersionRow> versions) =>
        new(versions.Key, [.. versions.Select(ToVersion)]);
}
