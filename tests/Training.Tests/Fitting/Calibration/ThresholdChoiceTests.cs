using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Calibration;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Tests.Fitting.Calibration;

/// <summary>Thresholds and scores computed by hand.</summary>
public sealed class ThresholdChoiceTests
{
    private static readonly string[] Classes = ["no", "yes"];

    /// <summary>The probabilities of yes, and whether the row is one.</summary>
    private static readonly (double Probability, int Class)[] Rows = [(0.3, 0), (0.9, 1), (0.6, 1), (0.8, 0), (0.1, 0), (0.7, 1)];

    // From the highest probability down, (found, false alarms) are (1, 0), (1, 1), (2, 1), (3, 1), (3, 2), (3, 3) of 3 rows of yes and 3 of no.
    [Theory]
    [InlineData(ThresholdRule.F1, null, 1, 1, 0.45)] // F1 is 1/2, 2/5, 2/3, 6/7, 3/4, 2/3
    [InlineData(ThresholdRule.Cost, null, 1, 20, 0.45)] // 60, 40, 41, 21, 1, 2, 3
    [InlineData(ThresholdRule.Cost, null, 5, 1, 0.85)] // 3, 2, 7, 6, 5, 10, 15
    [InlineData(ThresholdRule.Cost, null, 20, 0.001, 0.85)]
    [InlineData(ThresholdRule.Precision, 0.9, 1, 1, 0.85)]
    [InlineData(ThresholdRule.Precision, 0.75, 1, 1, 0.45)]
    [InlineData(ThresholdRule.Recall, 0.3, 1, 1, 0.85)] // precision 1, 1/2, 2/3, 3/4, 3/5, 1/2
    [InlineData(ThresholdRule.Recall, 0.4, 1, 1, 0.45)]
    [InlineData(ThresholdRule.Recall, 1.0, 1, 1, 0.45)]
    public void Threshold_lies_in_the_middle_below_the_best_step(ThresholdRule by, double? atLeast, double falseAlarm, double miss, double expected)
    {
        var spec = new ThresholdSpec { By = by, AtLeast = atLeast, FalseAlarm = falseAlarm, Miss = miss };

        var choice = new ThresholdChoice(spec, ToPredictions(Rows), Classes);

        Assert.Equal(1, choice.Threshold!.Positive);
        Assert.Equal(expected, choice.Threshold.Value, 1e-6);
        Assert.Null(choice.LeftOut);
    }

    [Fact]
    public void Report_has_the_scores_with_and_without_the_threshold()
    {
        var spec = new ThresholdSpec { By = ThresholdRule.Cost, FalseAlarm = 5 };
        var choice = new ThresholdChoice(spec, ToPredictions(Rows), Classes);

        var threshold = choice.AddTo(Report, ToPredictions(Rows), rowsChoseThreshold: true).Threshold!;

        Assert.Equal(("yes", ThresholdRule.Cost, true), (threshold.Positive, threshold.By, threshold.RowsChoseThreshold));
        var (scores, mostProbable) = (threshold.Scores, threshold.MostProbable);
        Assert.Equal((1.0, 1 / 3.0, 0.5, 2 / 6.0), (scores.Precision, scores.Recall, scores.F1, scores.Cost));
        Assert.Equal([[3, 0], [2, 1]], scores.ConfusionMatrix);
        Assert.Equal((0.75, 1.0, 6 / 7.0, 5 / 6.0), (mostProbable.Precision, mostProbable.Recall, mostProbable.F1, mostProbable.Cost));
        Assert.Equal([[2, 1], [0, 3]], mostProbable.ConfusionMatrix);
    }

    [Fact]
    public void First_class_can_be_the_positive_one()
    {
        // The probabilities of no are 0.9, 0.7, 0.4, 0.3, 0.2, 0.1: (found, false alarms) are (1, 0), (2, 0), (2, 1), (2, 2), (3, 2), (3, 3).
        var choice = new ThresholdChoice(new ThresholdSpec { Positive = "no" }, ToPredictions(Rows), Classes);

        Assert.Equal(0, choice.Threshold!.Positive);
        Assert.Equal(0.55, choice.Threshold.Value, 1e-6); // F1 is 1/2, 4/5, 2/3, 4/7, 3/4, 2/3
        Assert.Equal(0, choice.Threshold.ClassOf([0.56f, 0.44f]));
        Assert.Equal(1, choice.Threshold.ClassOf([0.54f, 0.46f]));
    }

    /// <summary>Two rows of weight 1 are one of weight 2, and rows of weight 0 do not count.</summary>
    [Fact]
    public void Weights_count()
    {
        var predictions = ToPredictions(Rows);
        var weighted = predictions with { Targets = predictions.Targets with { Weights = [1, 1, 1, 0, 1, 1] } };

        // Without the false alarm at 0.8, every row of yes is found with precision 1.
        var choice = new ThresholdChoice(new ThresholdSpec { By = ThresholdRule.Precision, AtLeast = 1 }, weighted, Classes);

        Assert.Equal(0.45, choice.Threshold!.Value, 1e-6);
        Assert.Equal(1.0, choice.AddTo(Report, weighted, rowsChoseThreshold: true).Threshold!.Scores.Precision);
    }

    [Fact]
    public void Precision_that_cannot_be_reached_is_told()
    {
        (double, int)[] rows = [(0.9, 0), (0.8, 1), (0.7, 0)];
        var choice = new ThresholdChoice(new ThresholdSpec { By = ThresholdRule.Precision, AtLeast = 0.9 }, ToPredictions(rows), Classes);

        Assert.Null(choice.Threshold);
        Assert.Equal(
            "No threshold was chosen: none has a precision of 0.9 for the class 'yes'. The highest is 0.5. "
            + "The model answers the most probable class.",
            choice.AddTo(Report, ToPredictions(rows), rowsChoseThreshold: true).ThresholdLeftOut);
    }

    [Fact]
    public void Rows_of_one_class_choose_nothing() => Assert.Contains(
        "there is none of the class 'no'",
        new ThresholdChoice(new ThresholdSpec(), ToPredictions([(0.4, 1), (0.6, 1)]), Classes).LeftOut,
        StringComparison.Ordinal);

    [Fact]
    public void Certain_false_alarms_are_never_raised()
    {
        var choice = new ThresholdChoice(
            new ThresholdSpec { By = ThresholdRule.Cost, FalseAlarm = 100 }, ToPredictions([(1, 0), (1, 1), (0.5, 0)]), Classes);

        Assert.Equal(DecisionThreshold.Never, choice.Threshold!.Value);
        Assert.Equal(0, choice.Threshold.ClassOf([0, 1]));
    }

    [Fact]
    public void Class_must_be_one_of_two()
    {
        Assert.Contains("needs two classes, and the target has 3", Assert.Throws<InvalidTargetException>(
            () => ThresholdChoice.FindPositive(new ThresholdSpec(), ["a", "b", "c"])).Message, StringComparison.Ordinal);
        Assert.Contains("the classes are 'no' and 'yes'", Assert.Throws<InvalidTargetException>(
            () => ThresholdChoice.FindPositive(new ThresholdSpec { Positive = "maybe" }, Classes)).Message, StringComparison.Ordinal);
    }

    private static Report Report { get; } = new()
    {
        JobId = Guid.Empty,
        Task = LearningTask.Classification,
        Epoch = 1,
        Reported = ReportedRows.Validation,
        Diagnosis = [],
    };

    private static Predictions ToPredictions((double Probability, int Class)[] rows) => new(
        [.. rows.Select((_, row) => (long)row)],
        new Targets([.. rows.Select(row => row.Class)], []),
        [.. rows.SelectMany(row => new[] { (float)Math.Log(1 - row.Probability), (float)Math.Log(row.Probability) })],
        [],
        0);
}
