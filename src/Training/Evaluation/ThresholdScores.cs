using LearnML.Contracts;
using LearnML.Training.Calibration;

namespace LearnML.Training.Evaluation;

/// <summary>Scores the answers of a model of two classes for a positive class.</summary>
/// <param name="spec">The costs.</param>
/// <param name="positive">The index of the positive class.</param>
internal sealed class ThresholdScores(ThresholdSpec spec, int positive)
{
    /// <summary>Returns the F1 score.</summary>
    /// <param name="found">The weight of the rows of the positive class that are taken for it.</param>
    /// <param name="falseAlarms">The weight of the other rows that are taken for it.</param>
    /// <param name="missed">The weight of the rows of the positive class that are not taken for it.</param>
    public static double F1(double found, double falseAlarms, double missed) => found > 0 ? 2 * found / ((2 * found) + falseAlarms + missed) : 0;

    /// <summary>Returns the cost of false alarms and misses.</summary>
    public double Cost(double falseAlarms, double missed) => (spec.FalseAlarm * falseAlarms) + (spec.Miss * missed);

    /// <summary>Scores predictions.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="classes">The class names.</param>
    /// <param name="threshold">The threshold; null answers the most probable class.</param>
    public ThresholdScore Score(Predictions predictions, IReadOnlyList<string> classes, DecisionThreshold? threshold)
    {
        var evaluator = new ClassificationEvaluator(predictions.LogProbabilities, predictions.Targets, classes, threshold);
        double found = 0, falseAlarms = 0, missed = 0;
        for (var row = 0; row < predictions.Rows.Length; row++)
        {
            var (weight, isPositive, isTaken) = (
                predictions.Targets.WeightOf(row), predictions.Targets.Classes[row] == positive, evaluator.PredictedClass(row) == positive);
            found += isPositive && isTaken ? weight : 0;
            falseAlarms += !isPositive && isTaken ? weight : 0;
            missed += isPositive && !isTaken ? weight : 0;
        }

        return new ThresholdScore(
            found + falseAlarms > 0 ? found / (found + falseAlarms) : null,
            found + missed > 0 ? found / (found + missed) : null,
            F1(found, falseAlarms, missed),
            Cost(falseAlarms, missed) / predictions.Targets.TotalWeight,
            evaluator.ConfusionMatrix());
    }
}
