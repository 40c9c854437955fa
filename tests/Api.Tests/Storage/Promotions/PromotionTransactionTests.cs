using LearnML.Api.Hosting;
using LearnML.Api.Models.Registry;
using LearnML.Api.Storage.Promotions;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnML.Api.Tests.Storage.Promotions;

/// <summary>A version and the decision whether it serves are stored together, in both databases.</summary>
public sealed class PromotionTransactionTests(SharedPostgresFixture postgres)
{
    public static TheoryData<StorageKind> Storages => TestDatabase.Kinds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Process_that_dies_before_the_commit_adds_no_version_and_moves_no_alias(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var models = new ModelStore(database.Contexts, TimeProvider.System, NullLogger<ModelStore>.Instance);
        await models.AddAsync(Scored(0.5), Token);
        await models.UpdateAsync("model", new ModelPatch { Promote = PromotionRule.IfBetter }, Token);

        await using (var context = database.Contexts.CreateDbContext())
        {
            await using var transaction = await context.Database.BeginTransactionAsync(Token);
            var added = await context.AddPromotedAsync(Scored(0.9) with { Version = 2 }, "checkpoint", Token);
            Assert.Equal(PromotionOutcome.Better, added.Promotion!.Outcome);
        }

        var model = (await models.FindAsync("model", Token))!;
        Assert.Equal((1, 1, 1), (model.Versions.Count, model.Serves, model.Aliases["champion"]));
        Assert.Equal(2, (await models.AddAsync(Scored(0.9), Token)).Version);
        model = (await models.FindAsync("model", Token))!;
        Assert.Equal((PromotionRule.IfBetter, 2), (model.Promote, model.Serves));
        Assert.Equal(PromotionOutcome.Better, model.Versions[0].Promotion!.Outcome);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task Versions_that_are_added_at_the_same_time_leave_the_best_one_serving(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var models = new ModelStore(database.Contexts, TimeProvider.System, NullLogger<ModelStore>.Instance);
        await models.AddAsync(Scored(0.1), Token);
        await models.UpdateAsync("model", new ModelPatch { Promote = PromotionRule.IfBetter }, Token);

        await Task.WhenAll(Enumerable.Range(2, 6).Select(score => Task.Run(() => models.AddAsync(Scored(score / 10.0), Token))));

        var model = (await models.FindAsync("model", Token))!;
        Assert.Equal(7, model.Versions.Count);
        Assert.Equal(0.7, model.Versions.Single(version => version.Version == model.Serves).Test!.Accuracy);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public async Task First_version_after_all_others_were_deleted_serves(StorageKind storage)
    {
        using var database = await TestDatabase.CreateAsync(storage, postgres);
        var models = new ModelStore(database.Contexts, TimeProvider.System, NullLogger<ModelStore>.Instance);
        await models.AddAsync(Scored(0.5), Token);
        await models.DeleteAsync("model", 1, Token);
        await models.UpdateAsync("model", new ModelPatch { Promote = PromotionRule.Never }, Token);

        var added = await models.AddAsync(Scored(0.4), Token);

        Assert.Equal(PromotionOutcome.First, added.Promotion!.Outcome);
        Assert.Equal(2, (await models.FindAsync("model", Token))!.Aliases["champion"]);
    }

    private static ModelVersion Scored(double accuracy) => SampleRows.CreateVersion("model") with
    {
        TrainingDataHash = "hash",
        Task = LearningTask.Classification,
        Test = new Metrics { Loss = 1, Accuracy = accuracy },
    };
}
