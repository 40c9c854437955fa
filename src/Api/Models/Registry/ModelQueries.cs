using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Models.Registry;

/// <summary>Queries models, and locks and converts their rows.</summary>
internal static class ModelQueries
{
    /// <summary>Returns the models, ordered by name. Their versions have no specs and no class names, which can be long.</summary>
    /// <param name="context">The database.</param>
    /// <param name="name">The model; null for all models.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<IReadOnlyList<Model>> QueryModelsAsync(
        this LearnMLContext context, string? name, CancellationToken cancellationToken)
    {
        var versions = new List<ModelVersion>();
        await foreach (var row in context.ModelVersions.AsNoTracking().Where(row => name == null || row.Name == name)
            .OrderByDescending(row => row.Version).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            versions.Add(row.ToVersion() with { Spec = null, Classes = null });
        }

        var aliases = (await context.ModelAliases.AsNoTracking().Where(row => name == null || row.Name == name).ToListAsync(cancellationToken))
            .ToLookup(row => row.Name);
        var models = await context.Models.AsNoTracking().Where(row => name == null || row.Name == name)
            .ToDictionaryAsync(row => row.Name, cancellationToken);
        return [.. versions.GroupBy(version => version.Name).OrderBy(model => model.Key, StringComparer.Ordinal)
            .Select(model => ToModel(model, aliases[model.Key], models.GetValueOrDefault(model.Key)))];
    }

    private static Model ToModel(IGrouping<string, ModelVersion> versions, IEnumerable<ModelAliasRow> aliases, ModelRow? model)
    {
        var byAlias = aliases.OrderBy(row => row.Alias, StringComparer.Ordinal).ToDictionary(row => row.Alias, row => row.Version);
        return new Model
        {
            Name = versions.Key,
            Description = model?.Description ?? "",
            Tags = model?.Tags ?? new Dictionary<string, string>(),
            Promote = model?.Promote ?? PromotionRule.Always,
            Aliases = byAlias,
            Serves = byAlias.TryGetValue(ModelReference.Champion, out var champion)
                ? champion
                : versions.FirstOrDefault(version => version.DeletedAt is null)?.Version,
            Versions = [.. versions],
        };
    }

    /// <summary>Returns the public description of a version.</summary>
    public static ModelVersion ToVersion(this ModelVersionRow row) => row.Details with { Checkpoint = row.Checkpoint, DeletedAt = row.DeletedAt };

    /// <summary>
    /// Locks a version until the transaction ends, so that an alias is not moved to it while it is deleted. The caller then checks and writes.
    /// </summary>
    /// <returns>Whether the version exists, deleted or not.</returns>
    public static async Task<bool> LockVersionAsync(this LearnMLContext context, string name, int version, CancellationToken cancellationToken) =>
        // The update changes no value; in PostgreSQL it locks the row. In SQLite a transaction has locked the database when it begins.
        await context.ModelVersions.Where(row => row.Name == name && row.Version == version)
            .ExecuteUpdateAsync(row => row.SetProperty(row => row.DeletedAt, row => row.DeletedAt), cancellationToken) > 0;
}
