using LearnML.Contracts;
using LearnML.Training.Diagnostics;

namespace LearnML.Training.Tests.Diagnostics;

/// <summary>A network that is not shown to be better than a simple model is diagnosed.</summary>
public class BaselineDiagnosesTests
{
    private static readonly Metrics Network = new() { Loss = 0.5, Accuracy = 0.8 };

    [Theory]
    [InlineData(0.01, 0.3, -0.1, 0.1, null)]
    [InlineData(-0.1, 0.3, 0.01, 0.1, null)] // better in accuracy alone
    [InlineData(-0.1, 0.3, -0.1, 0.1, "not shown to be better")]
    [InlineData(-0.3, -0.1, -0.2, -0.1, "worse than a simple model")]
    public void Intervals_of_the_gains_decide(double lossLower, double lossUpper, double accuracyLower, double accuracyUpper, string? verdict)
    {
        var scores = Scores(
            new BaselineGain(BaselineMetric.Loss, BaselineKind.Linear, (lossLower + lossUpper) / 2, lossLower, lossUpper),
            new BaselineGain(BaselineMetric.Accuracy, BaselineKind.Constant, (accuracyLower + accuracyUpper) / 2, accuracyLower, accuracyUpper));

        var diagnoses = BaselineDiagnoses.Diagnose(scores, Network).ToArray();

        Assert.Equal(verdict is null, BaselineDiagnoses.IsBetter(scores));
        Assert.Equal(verdict is null ? [] : ["notBetterThanBaseline"], diagnoses.Select(diagnosis => diagnosis.Kind));
        Assert.All(diagnoses, diagnosis => Assert.Contains(verdict!, diagnosis.Message, StringComparison.Ordinal));
        Assert.All(diagnoses, diagnosis => Assert.Contains(
            "On the 40 scored rows, the loss is 0.5, and 0.6 for a linear model", diagnosis.Message, StringComparison.Ordinal));
        Assert.All(diagnoses, diagnosis => Assert.Contains(
            "0.75 for always predicting the class shares", diagnosis.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_single_row_shows_nothing()
    {
        Assert.False(BaselineDiagnoses.IsBetter(Scores()));
        Assert.Empty(BaselineDiagnoses.Diagnose(Scores(), Network));
    }

    private static BaselineScores Scores(params BaselineGain[] gains) => new()
    {
        Rows = 40,
        Constant = new Metrics { Loss = 0.69, Accuracy = 0.75 },
        Linear = new Metrics { Loss = 0.6, Accuracy = 0.7 },
        Gains = gains,
    };
}
