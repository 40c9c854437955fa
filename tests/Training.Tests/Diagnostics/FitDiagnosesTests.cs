using LearnML.Contracts;
using LearnML.Training.Diagnostics;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Tests.Diagnostics;

/// <summary>The diagnosis of training and validation losses. The baseline loss is 1.</summary>
public class FitDiagnosesTests
{
    [Theory]
    [InlineData("underfitting", 0.6, 0.62, new[] { 0.9, 0.7, 0.62 })]
    [InlineData("underfitting", 0.9, 0.5, new[] { 0.5, 0.5, 0.5 })]
    [InlineData("balanced", 0.1, 0.11, new[] { 0.9, 0.3, 0.11 })]
    [InlineData("balanced", 0.001, 0.01, new[] { 0.5, 0.02, 0.01 })]
    [InlineData("balanced", 0.25, 0.26, new[] { 0.9, 0.26, 0.5 })]
    [InlineData("overfitting", 0.1, 0.3, new[] { 0.9, 0.5, 0.3 })]
    [InlineData("overfitting", 0.25, 0.3, new[] { 0.9, 0.2, 0.3 })]
    [InlineData("overfitting", 0.4, 1.2, new[] { 0.9, 1.1, 1.2 })]
    public void Losses_determine_diagnosis(string kind, double train, double validation, double[] curve)
    {
        var diagnosis = Diagnose(train, validation, curve);

        Assert.Equal(kind, diagnosis.Kind);
        Assert.Contains(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{train:g3} on the training rows and {validation:g3} on the validation rows"), diagnosis.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.6, 0.62, false, "Both losses are large")]
    [InlineData(0.9, 0.2, false, "The training loss is large")]
    [InlineData(0.1, 0.11, false, "The two losses are close to each other")]
    [InlineData(0.001, 0.01, false, "Both losses are small compared to the baseline")]
    [InlineData(0.6, 0.62, false, "More or wider layers")]
    [InlineData(0.6, 0.62, true, "First fix the other problems listed here")]
    [InlineData(1.2, 1.1, false, "First fix the other problems listed here")]
    public void Message_depends_on_losses_and_other_diagnoses(double train, double validation, bool isUnstable, string expectedText) =>
        Assert.Contains(expectedText, Diagnose(train, validation, [0.9, validation], isUnstable).Message, StringComparison.Ordinal);

    [Fact]
    public void Balanced_is_not_said_without_proof_that_the_network_applies_to_other_rows()
    {
        EpochScores[] history = [new(null, 1, 0, new Metrics { Loss = 0 }, new Metrics { Loss = 0.11 }, 0.1, 1, [])];

        Assert.Null(FitDiagnoses.Diagnose([new FitLosses(0.1, 0.11, Baseline: 1, history)], 50, isUnstable: false, appliesToOtherRows: false));
        Assert.Equal(
            "underfitting",
            FitDiagnoses.Diagnose([new FitLosses(0.6, 0.62, Baseline: 1, history)], 50, isUnstable: false, appliesToOtherRows: false)!.Kind);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(9, false)]
    public void Overfitting_is_not_said_from_a_few_validation_rows(int rows, bool isSaid)
    {
        EpochScores[] history = [new(null, 1, 0, new Metrics { Loss = 0 }, new Metrics { Loss = 0.9 }, 0.1, 1, [])];

        var diagnosis = FitDiagnoses.Diagnose([new FitLosses(0.1, 0.9, Baseline: 1, history)], rows, isUnstable: false, appliesToOtherRows: true);

        Assert.Equal(isSaid ? "overfitting" : null, diagnosis?.Kind);
    }

    private static Diagnosis Diagnose(double train, double validation, double[] curve, bool isUnstable = false)
    {
        var history = curve.Select(
            (loss, epoch) => new EpochScores(null, epoch + 1, 0, new Metrics { Loss = 0 }, new Metrics { Loss = loss }, 0.1, 1, [])).ToArray();
        return FitDiagnoses.Diagnose([new FitLosses(train, validation, Baseline: 1, history)], 50, isUnstable, appliesToOtherRows: true)!;
    }
}
