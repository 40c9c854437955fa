using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Promotions;

/// <summary>Decides in the transaction that adds a version whether it takes over the requests that name only the model.</summary>
internal static class VersionPromotion
{
    /// <summary>The alias that is used if a request names only the model.</summary>
    public const string Champion = "champion";

    /// <summary>
    /// Adds a version in the caller's transaction, and points the alias <see cref="Champion"/> as the model's setting says. Under another setting
    /// than <c>always</c> the model has this alias from then on, so that no later version serves unasked.
    /// </summary>
    /// <returns>The version with the decision.</returns>
    public static async Task<ModelVersion> AddPromotedAsync(
        this LearnMLContext context, ModelVersion version, string checkpoint, CancellationToken cancellationToken)
    {
        var rule = await context.Models.Where(row => row.Name == version.Name).Select(row => row.Promote).SingleOrDefaultAsync(cancellationToken);
        if (rule == PromotionRule.Always)
        {
            Add(context, version, checkpoint);
            await context.SaveChangesAsync(cancellationToken);
            return version;
        }

        var champion = await LockChampionAsync(context, version.Name, cancellationToken);
        var served = await LockServedAsync(context, version.Name, champion?.Version, cancellationToken);
        var decided = version with { Promotion = Decide(rule, version, served) };
        Add(context, decided, checkpoint);
        var isPromoted = decided.Promotion.Outcome is PromotionOutcome.First or PromotionOutcome.Better;
        PointChampion(context, champion, version.Name, isPromoted ? version.Version : served!.Version);
        await context.SaveChangesAsync(cancellationToken);
        return decided;
    }

    /// <summary>Changes when new versions take over, in the caller's transaction.</summary>
    public static async Task ChangePromotionAsync(
        this LearnMLContext context, ModelRow model, PromotionRule rule, CancellationToken cancellationToken)
    {
        if (model.Promote == rule)
        {
            return;
        }

        model.Promote = rule;
        var champion = await LockChampionAsync(context, model.Name, cancellationToken);
        if (rule == PromotionRule.Always)
        {
            context.RemoveRange(new[] { champion }.OfType<ModelAliasRow>());
        }
        else if (await LockServedAsync(context, model.Name, champion?.Version, cancellationToken) is { } served)
        {
            PointChampion(context, champion, model.Name, served.Version);
        }
    }

    private static Promotion Decide(PromotionRule rule, ModelVersion version, ModelVersion? served) =>
        served is null ? new Promotion(PromotionOutcome.First, "It serves, because no other version did.")
        : rule == PromotionRule.IfBetter ? VersionComparison.Compare(version, served)
        : new Promotion(
            PromotionOutcome.Never,
            FormattableString.Invariant($"It does not serve, because the model's setting promote is never. Version {served.Version} serves."))
        {
            ServedVersion = served.Version,
        };

    private static void Add(LearnMLContext context, ModelVersion version, string checkpoint) => context.Add(new ModelVersionRow
    {
        Name = version.Name,
        Version = version.Version,
        JobId = version.JobId,
        Checkpoint = checkpoint,
        Details = version,
    });

    /// <summary>Returns the alias and locks its row until the transaction ends, so that nobody moves it meanwhile; null if there is none.</summary>
    private static async Task<ModelAliasRow?> LockChampionAsync(LearnMLContext context, string model, CancellationToken cancellationToken)
    {
        var alias = context.ModelAliases.Where(row => row.Name == model && row.Alias == Champion);

        // The update changes no value; in PostgreSQL it locks the row. In SQLite a transaction has locked the database when it begins.
        await alias.ExecuteUpdateAsync(row => row.SetProperty(row => row.Version, row => row.Version), cancellationToken);
        return await alias.SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Returns the version that serves and locks its row until the transaction ends, against its deletion; null if none serves.</summary>
    private static async Task<ModelVersion?> LockServedAsync(
        LearnMLContext context, string model, int? champion, CancellationToken cancellationToken)
    {
        var candidates = context.ModelVersions.Where(row =>
            row.Name == model && row.DeletedAt == null && (champion == null || row.Version == champion));
        ModelVersionRow? served;
        do
        {
            served = await candidates.AsNoTracking().OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellationToken);
        }
        while (served is not null && await candidates.Where(row => row.Version == served.Version)
            .ExecuteUpdateAsync(row => row.SetProperty(row => row.DeletedAt, row => row.DeletedAt), cancellationToken) == 0);
        return served?.Details;
    }

    private static void PointChampion(LearnMLContext context, ModelAliasRow? champion, string model, int version)
    {
        if (champion is null)
        {
            context.Add(new ModelAliasRow { Name = model, Alias = Champion, Version = version });
        }
        else
        {
            champion.Version = version;
        }
    }
}
