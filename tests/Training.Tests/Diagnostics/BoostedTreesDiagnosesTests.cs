using LearnML.Contracts;
using LearnML.Training.Diagnostics;

namespace LearnML.Training.Tests.Diagnostics;

/// <summary>The report says which is better, the network or boosted trees.</summary>
public class BoostedTreesDiagnosesTests
{
    private static readonly JobSpec Spec = new() { Dataset = "table" };
    private static readonly Metrics Network = new() { Loss = 0.5, Accuracy = 0.8 };

    [Theory]
    [InlineData(0.1, 0.3, -0.1, 0.1, "betterThanBoostedTrees",
        "By the loss, the network is better than boosted trees. By the accuracy, neither is shown to be better.")]
    [InlineData(0.1, 0.3, -0.3, -0.1, "betterThanBoostedTrees",
        "By the loss, the network is better than boosted trees. By the accuracy, boosted trees are better than the network.")]
    [InlineData(-0.3, -0.1, -0.1, 0.1, "worseThanBoostedTrees",
        "By the accuracy, neither is shown to be better. With these settings, a network is the wrong tool for this table.")]
    [InlineData(-0.3, -0.1, -0.2, -0.1, "worseThanBoostedTrees",
        "By the loss, boosted trees are better than the network. With these settings, a network is the wrong tool for this table.")]
    [InlineData(-0.1, 0.1, -0.1, 0.1, "likeBoostedTrees", "By the loss, neither is shown to be better.")]
    [InlineData(-0.1, 0.1, -0.3, -0.1, "likeBoostedTrees",
        "By the loss, neither is shown to be better. By the accuracy, boosted trees are better than the network.")]
    public void Interval_of_the_gain_in_the_loss_decides(
        double lossLower, double lossUpper, double accuracyLower, double accuracyUpper, string kind, string verdict)
    {
        var scores = Scores(
            Gain(BaselineMetric.Loss, BaselineKind.BoostedTrees, lossLower, lossUpper),
            Gain(BaselineMetric.Accuracy, BaselineKind.BoostedTrees, accuracyLower, accuracyUpper));

        var diagnosis = Assert.Single(BoostedTreesDiagnoses.Diagnose(scores, Network, Spec));

        Assert.Equal(kind, diagnosis.Kind);
        Assert.StartsWith(
            "On the 40 scored rows, the loss is 0.5, and 0.4 for boosted trees (gain ", diagnosis.Message, StringComparison.Ordinal);
        Assert.Contains("the accuracy is 0.8, and 0.85 for boosted trees", diagnosis.Message, StringComparison.Ordinal);
        Assert.Contains(verdict, diagnosis.Message, StringComparison.Ordinal);
    }

    // Who has what "auto" chooses is not sent to it.
    [Fact]
    public void Advice_fits_the_spec()
    {
        var scores = Scores(Gain(BaselineMetric.Loss, BaselineKind.BoostedTrees, -0.3, -0.1));
        var like = Spec with
        {
            Network = new NetworkSpec { Ensemble = 8 },
            Preprocessing = new PreprocessingSpec { Bins = 12 },
            Training = new TrainingSpec { EarlyStopping = new EarlyStoppingSpec { Patience = 16 } },
        };

        Assert.Contains("has an ensemble (network.ensemble), bins of numbers (preprocessing.bins), early stopping (training.earlyStopping): this may",
            Assert.Single(BoostedTreesDiagnoses.Diagnose(scores, Network, Spec)).Message, StringComparison.Ordinal);
        Assert.Contains("The spec already has an ensemble, bins and early stopping, as \"network\": \"auto\" chooses them.",
            Assert.Single(BoostedTreesDiagnoses.Diagnose(scores, Network, like)).Message, StringComparison.Ordinal);
    }

    // A network can be better than a linear model and worse than trees, or the other way round.
    [Fact]
    public void Simple_models_and_trees_are_diagnosed_apart()
    {
        var scores = Scores(
            Gain(BaselineMetric.Loss, BaselineKind.Linear, -0.3, -0.1), Gain(BaselineMetric.Loss, BaselineKind.BoostedTrees, 0.1, 0.3));

        Assert.False(BaselineDiagnoses.IsBetter(scores));
        Assert.Equal("notBetterThanBaseline", Assert.Single(BaselineDiagnoses.Diagnose(scores, Network)).Kind);
        Assert.Equal("betterThanBoostedTrees", Assert.Single(BoostedTreesDiagnoses.Diagnose(scores, Network, Spec)).Kind);
        Assert.Empty(BoostedTreesDiagnoses.Diagnose(Scores(), Network, Spec));
    }

    private static BaselineGain Gain(BaselineMetric metric, BaselineKind kind, double lower, double upper) =>
        new(metric, kind, (lower + upper) / 2, lower, upper);

    private static BaselineScores Scores(params BaselineGain[] gains) => new()
    {
        Rows = 40,
        Constant = new Metrics { Loss = 0.69, Accuracy = 0.75 },
        Linear = new Metrics { Loss = 0.6, Accuracy = 0.7 },
        BoostedTrees = new Metrics { Loss = 0.4, Accuracy = 0.85 },
        Gains = gains,
    };
}
