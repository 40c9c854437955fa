using LearnML.Contracts;
using LearnML.Training.Calibration;

namespace LearnML.Training.Evaluation;

/// <summary>The predictions for some rows, together with the targets of these rows.</summary>
/// <param name="Rows">The indices of the rows in their part of the dataset.</param>
/// <param name="Targets">The targets of the rows.</param>
/// <param name="LogProbabilities">[rows, classes], natural logarithms; empty for regression.</param>
/// <param name="Values">The predicted number of each row, in the unit of the target; empty for classification.</param>
/// <param name="Loss">The mean loss, weighted by the weights of the rows. For regression it is computed on the encoded targets.</param>
internal sealed record Predictions(long[] Rows, Targets Targets, float[] LogProbabilities, double[] Values, double Loss)
{
    /// <summary>The maximum number of worst predictions in a report, and of samples of a cell of the confusion matrix.</summary>
    public const int MaximumReportedSamples = 20;

    /// <summary>The maximum number of samples, or of true and predicted values, in a report.</summary>
    public const int MaximumReportedRows = 1_000;

    /// <summary>The threshold of two classes; null: the most probable class is predicted.</summary>
    public DecisionThreshold? Threshold { get; init; }

    /// <summary>Concatenates predictions for different rows. The loss is the mean over all rows, weighted by their weights.</summary>
    public static Predictions Concat(IReadOnlyList<Predictions> all) => new(
        [.. all.SelectMany(each => each.Rows)],
        Targets.Concat([.. all.Select(each => each.Targets)]),
        [.. all.SelectMany(each => each.LogProbabilities)],
        [.. all.SelectMany(each => each.Values)],
        all.Sum(each => each.Loss * each.Targets.TotalWeight) / all.Sum(each => each.Targets.TotalWeight));

    /// <summary>Computes all metrics of the task.</summary>
    /// <param name="classes">The class names; empty for regression.</param>
    public Metrics ComputeMetrics(IReadOnlyList<string> classes) => classes.Count > 0
        ? new ClassificationEvaluator(LogProbabilities, Targets, classes, Threshold).ComputeMetrics()
        : new RegressionEvaluator(Values, Targets).ComputeMetrics(Loss);

    /// <summary>Computes the metrics that need no sorting, for every epoch. These are all but macro F1 and ROC AUC.</summary>
    public Metrics ComputeEpochMetrics(IReadOnlyList<string> classes) => classes.Count > 0
        ? new ClassificationEvaluator(LogProbabilities, Targets, classes, Threshold).ComputeLossAndAccuracy()
        : ComputeMetrics(classes);

    /// <summary>Returns the report with the confusion matrix, curves and sample predictions, or with the worst predicted numbers, added.</summary>
    public Report AddTo(Report report, IReadOnlyList<string> classes)
    {
        if (classes.Count == 0)
        {
            var numbers = new RegressionEvaluator(Values, Targets);
            return report with { Worst = numbers.WorstPredictions(Rows), Values = numbers.SamplePredictions(Rows) };
        }

        var scores = new ClassificationEvaluator(LogProbabilities, Targets, classes, Threshold);
        return report with
        {
            Classes = classes,
            ConfusionMatrix = scores.ConfusionMatrix(),
            PerClass = scores.PerClass(),
            Curves = new ClassCurveBuilder(LogProbabilities, Targets, classes).Build(),
            Samples = scores.SamplePredictions(Rows),
        };
    }
}
