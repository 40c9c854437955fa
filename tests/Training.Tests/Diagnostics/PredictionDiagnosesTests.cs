using LearnML.Contracts;
using LearnML.Training.Diagnostics;
using LearnML.Training.Evaluation;
using LearnML.Training.Randomness;

namespace LearnML.Training.Tests.Diagnostics;

/// <summary>Diagnoses of what predictions have in common.</summary>
public class PredictionDiagnosesTests
{
    [Theory]
    [InlineData(true, 0, 30, 0, 3)]
    [InlineData(false, 1, 29, 0, 3)] // one row is predicted as the other class
    [InlineData(false, 0, 8, 0, 1)] // nine rows can have one class by chance
    public void Predicting_the_most_frequent_class_for_every_row_is_named(bool isNamed, int noAsYes, int noAsNo, int yesAsYes, int yesAsNo)
    {
        var report = CreateReport([[noAsNo, noAsYes], [yesAsNo, yesAsYes]]);

        var diagnoses = PredictionDiagnoses.DiagnoseMajority(report, [0, 0, 0, 1]).ToArray();

        Assert.Equal(isNamed, diagnoses.Length == 1);
        Assert.All(diagnoses, diagnosis => Assert.Contains("'no', the most frequent class, for every one of the 33 scored rows", diagnosis.Message,
            StringComparison.Ordinal));
        Assert.All(diagnoses, diagnosis => Assert.Contains("0.909", diagnosis.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Always_predicting_a_rarer_class_is_not_named_so() =>
        Assert.Empty(PredictionDiagnoses.DiagnoseMajority(CreateReport([[0, 30], [0, 3]]), [0, 0, 1]));

    // The target grows by factors; the predictions are the straight line through it (seed 4).
    [Fact]
    public void Residuals_of_a_straight_line_through_an_exponential_suggest_the_logarithm()
    {
        var (predictions, targets) = Draw(bend: 1);

        var diagnosis = Assert.Single(PredictionDiagnoses.DiagnoseBentResiduals(predictions, targets, isLog: false));

        Assert.Equal("bentResiduals", diagnosis.Kind);
        Assert.Contains("\"target\": \"log\"", diagnosis.Message, StringComparison.Ordinal);
        Assert.Empty(PredictionDiagnoses.DiagnoseBentResiduals(predictions, targets, isLog: true));
        Assert.Empty(PredictionDiagnoses.DiagnoseBentResiduals(predictions, [.. targets, -1], isLog: false));
    }

    [Fact]
    public void Residuals_without_a_curve_suggest_nothing()
    {
        var (predictions, targets) = Draw(bend: 0);

        Assert.Empty(PredictionDiagnoses.DiagnoseBentResiduals(predictions, targets, isLog: false));
    }

    private static (Predictions Predictions, float[] Targets) Draw(double bend)
    {
        var random = new SplitMix64(4);
        var values = new double[100];
        var targets = new float[100];
        for (var row = 0; row < values.Length; row++)
        {
            var x = row / 25.0;
            values[row] = 5 + (10 * x);
            targets[row] = (float)(bend > 0 ? 2 * Math.Exp(x) + random.NextDouble(0, 2) : values[row] + random.NextDouble(-4, 4));
        }

        return (new Predictions([.. Enumerable.Range(0, 100).Select(row => (long)row)], new Targets([], targets), [], values, 0), targets);
    }

    private static Report CreateReport(int[][] matrix) => new()
    {
        JobId = Guid.Empty,
        Task = LearningTask.Classification,
        Epoch = 1,
        Reported = ReportedRows.Validation,
        Diagnosis = [],
        Classes = ["no", "yes"],
        ConfusionMatrix = matrix,
    };
}
