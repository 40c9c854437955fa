using LearnML.Api.Storage.Promotions;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Storage.Promotions;

/// <summary>Two versions are compared only by scores of the same rows that were fair to both.</summary>
public sealed class VersionComparisonTests
{
    private static JobSpec Spec { get; } = new() { Dataset = "table", Target = "y", Validation = new ValidationSpec { Holdout = 0.2 } };

    [Theory]
    [InlineData(0.9, 0.8, PromotionOutcome.Better)]
    [InlineData(0.8, 0.8, PromotionOutcome.NotBetter)]
    [InlineData(0.7, 0.8, PromotionOutcome.NotBetter)]
    public void Test_rows_decide_before_validation_rows(double added, double served, PromotionOutcome expected)
    {
        var promotion = VersionComparison.Compare(
            Version(Spec) with { Test = Classes(added) },
            Version(Spec) with { Test = Classes(served), Validation = Classes(0.99), Version = 3 });

        Assert.Equal((expected, 3, "test.accuracy", added, served),
            (promotion.Outcome, promotion.ServedVersion, promotion.Metric, promotion.Score, promotion.ServedScore));
    }

    [Theory]
    [InlineData(1.5, PromotionOutcome.NotBetter)]
    [InlineData(0.5, PromotionOutcome.Better)]
    public void Smaller_error_on_the_same_validation_rows_is_better_whatever_the_losses_are(double rmse, PromotionOutcome expected)
    {
        var promotion = VersionComparison.Compare(
            Version(Spec) with { Validation = new Metrics { Loss = 100, Rmse = rmse } },
            Version(Spec) with { Validation = new Metrics { Loss = 1, Rmse = 1 } });

        Assert.Equal((expected, "validation.rmse"), (promotion.Outcome, promotion.Metric));
    }

    [Fact]
    public void Versions_without_common_rows_are_not_compared()
    {
        var served = Version(Spec);
        Assert.Equal(PromotionOutcome.NotBetter, Compare(Version(Spec)));
        Assert.Equal(PromotionOutcome.OtherData, Compare(Version(Spec) with { TrainingDataHash = "other" }));
        Assert.Equal(PromotionOutcome.OtherData, Compare(Version(Spec) with { TrainingDataHash = null }));
        Assert.Equal(PromotionOutcome.OtherData, Compare(Version(Spec with { Target = "z" })));
        Assert.Equal(PromotionOutcome.OtherData, Compare(Version(Spec with { WeightColumn = "w" })));
        Assert.Equal(PromotionOutcome.Imported, Compare(Version(Spec) with { IsImported = true }));
        Assert.Equal(PromotionOutcome.OtherRows, Compare(Version(Spec) with { Test = Classes(1) }));
        Assert.Equal(PromotionOutcome.OtherRows, Compare(Version(Spec with { Training = new TrainingSpec { Seed = 1 } })));
        Assert.Equal(PromotionOutcome.OtherRows, Compare(Version(Spec with { Validation = new ValidationSpec { Holdout = 0.3 } })));
        Assert.Equal(PromotionOutcome.OtherRows, Compare(Version(Spec with { Preprocessing = new PreprocessingSpec { Columns = ["a"] } })));
        Assert.Equal(PromotionOutcome.ChosenByScore, Compare(Version(Spec with { Search = new SearchSpec() })));

        PromotionOutcome Compare(ModelVersion added) => VersionComparison.Compare(added, served).Outcome;
    }

    [Fact]
    public void Folds_score_all_rows_whatever_the_seed_is_and_drawn_test_rows_need_the_same_seed()
    {
        var folds = Spec with { Validation = new ValidationSpec { Folds = 5 } };
        var drawn = Spec with { Validation = new ValidationSpec { Holdout = 0.2, TestFraction = 0.1 } };
        var seed = new TrainingSpec { Seed = 7 };

        Assert.Equal(PromotionOutcome.NotBetter,
            VersionComparison.Compare(Version(folds), Version(folds with { Training = seed })).Outcome);
        Assert.Equal(PromotionOutcome.OtherRows, VersionComparison.Compare(Tested(drawn), Tested(drawn with { Training = seed })).Outcome);
        Assert.Equal(PromotionOutcome.NotBetter, VersionComparison.Compare(Tested(drawn), Tested(drawn with { Search = new SearchSpec() })).Outcome);
        Assert.Equal(PromotionOutcome.OtherRows, VersionComparison.Compare(
            Tested(Spec with { Validation = new ValidationSpec { TestPart = true } }), Tested(Spec)).Outcome);

        static ModelVersion Tested(JobSpec spec) => Version(spec) with { Test = Classes(0.5) };
    }

    private static Metrics Classes(double accuracy) => new() { Loss = 1, Accuracy = accuracy };

    private static ModelVersion Version(JobSpec spec) => new()
    {
        Name = "model",
        Version = 1,
        JobId = Guid.Empty,
        CreatedAt = default,
        Dataset = spec.Dataset,
        Spec = spec,
        TrainingDataHash = "hash",
        Epoch = 1,
        Parameters = 1,
        Validation = Classes(0.5),
        Task = LearningTask.Classification,
    };
}
