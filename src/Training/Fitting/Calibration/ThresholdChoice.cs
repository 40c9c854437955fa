using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Fitting.Calibration;

/// <summary>Chooses the threshold of a model of two classes on predictions for rows that their networks were not trained on.</summary>
internal sealed class ThresholdChoice
{
    private readonly ThresholdSpec spec;
    private readonly IReadOnlyList<string> classes;
    private readonly int positive;
    private readonly ThresholdScores scores;

    /// <param name="spec">How the threshold is chosen.</param>
    /// <param name="predictions">The predictions that it is chosen on.</param>
    /// <param name="classes">The two class names.</param>
    public ThresholdChoice(ThresholdSpec spec, Predictions predictions, IReadOnlyList<string> classes)
    {
        (this.spec, this.classes, positive) = (spec, classes, FindPositive(spec, classes));
        scores = new ThresholdScores(spec, positive);
        (Threshold, LeftOut) = Choose(predictions);
    }

    /// <summary>The threshold; null if none can be chosen.</summary>
    public DecisionThreshold? Threshold { get; }

    /// <summary>Why there is no threshold, as a sentence; null if there is one.</summary>
    public string? LeftOut { get; }

    /// <summary>Returns the index of the positive class.</summary>
    /// <exception cref="InvalidTargetException">There are not two classes, or none has the name.</exception>
    public static int FindPositive(ThresholdSpec spec, IReadOnlyList<string> classes) =>
        classes.Count != 2
        ? throw new InvalidTargetException(FormattableString.Invariant($"A threshold needs two classes, and the target has {classes.Count}."))
        : PositiveClass.IndexOf(spec.Positive, classes) is >= 0 and var index ? index
        : throw new InvalidTargetException(
            $"threshold.positive is '{spec.Positive}', but the classes are '{classes[0]}' and '{classes[1]}'. Name one of them.");

    /// <summary>Returns the report with the threshold, or with the reason why there is none.</summary>
    /// <param name="report">The report.</param>
    /// <param name="described">The predictions for the rows that the report describes.</param>
    /// <param name="rowsChoseThreshold">Whether these rows chose the threshold.</param>
    public Report AddTo(Report report, Predictions described, bool rowsChoseThreshold) => Threshold is null
        ? report with { ThresholdLeftOut = LeftOut }
        : report with
        {
            Threshold = new ThresholdReport
            {
                Positive = classes[positive],
                By = spec.By,
                Value = Threshold.Value,
                RowsChoseThreshold = rowsChoseThreshold,
                Scores = scores.Score(described, classes, Threshold),
                MostProbable = scores.Score(described, classes, threshold: null),
            },
        };

    private (DecisionThreshold? Threshold, string? LeftOut) Choose(Predictions predictions)
    {
        var steps = CountSteps(predictions);
        var (positives, negatives) = (steps[^1].Found, steps[^1].FalseAlarms);
        if (!(positives > 0 && negatives > 0))
        {
            return (null, $"No threshold was chosen: among the rows that would choose it, there is none of the class '{classes[positives > 0
                ? 1 - positive : positive]}'.");
        }

        var chosen = -1;
        (double First, double Second) best = (double.NegativeInfinity, double.NegativeInfinity);
        for (var step = 0; step < steps.Count; step++)
        {
            // The first of equally good steps is the one with the highest threshold.
            if (ValueOf(steps[step].Found, steps[step].FalseAlarms, positives) is { } value && value.CompareTo(best) > 0)
            {
                (chosen, best) = (step, value);
            }
        }

        return chosen < 0 ? (null, DescribeUnreachable(steps)) : (new DecisionThreshold(positive, ThresholdOf(steps, chosen)), null);
    }

    /// <summary>Returns what a threshold is worth, the more the better; null if it is not allowed.</summary>
    private (double First, double Second)? ValueOf(double found, double falseAlarms, double positives)
    {
        var recall = found / positives;
        var precision = found + falseAlarms > 0 ? found / (found + falseAlarms) : 0;
        return spec.By switch
        {
            ThresholdRule.F1 => (ThresholdScores.F1(found, falseAlarms, positives - found), 0),
            ThresholdRule.Cost => (-scores.Cost(falseAlarms, positives - found), 0),
            ThresholdRule.Precision => precision >= spec.AtLeast ? (recall, precision) : null,
            ThresholdRule.Recall => recall >= spec.AtLeast ? (precision, recall) : null,
            _ => throw new InvalidOperationException($"{spec.By} is not a rule."),
        };
    }

    /// <summary>
    /// Returns, from the highest probability of the positive class to the lowest, the weight of the rows of this class and of the others that have
    /// at least this probability. Before them stands a step without rows.
    /// </summary>
    private List<(float Probability, double Found, double FalseAlarms)> CountSteps(Predictions predictions)
    {
        var probabilities = new float[predictions.Rows.Length];
        for (var row = 0; row < probabilities.Length; row++)
        {
            probabilities[row] = MathF.Exp(predictions.LogProbabilities[(row * 2) + positive]);
        }

        int[] rows = [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(row => probabilities[row])];
        var steps = new List<(float, double, double)> { (float.PositiveInfinity, 0, 0) };
        var (found, falseAlarms) = (0.0, 0.0);
        foreach (var (place, row) in rows.Index())
        {
            var weight = predictions.Targets.WeightOf(row);
            (found, falseAlarms) = predictions.Targets.Classes[row] == positive ? (found + weight, falseAlarms) : (found, falseAlarms + weight);
            if (place == rows.Length - 1 || probabilities[rows[place + 1]] < probabilities[row])
            {
                steps.Add((probabilities[row], found, falseAlarms));
            }
        }

        return steps;
    }

    /// <summary>
    /// Returns the middle between the lowest probability that is answered with the positive class and the next lower one, so that rounding, on
    /// another device or in another runtime, changes no answer.
    /// </summary>
    private static float ThresholdOf(List<(float Probability, double Found, double FalseAlarms)> steps, int chosen)
    {
        var high = Math.Min(steps[chosen].Probability, DecisionThreshold.Never);
        var low = chosen + 1 < steps.Count ? steps[chosen + 1].Probability : 0;
        var middle = (float)(((double)high + low) / 2);
        return middle > low ? middle : high;
    }

    private string DescribeUnreachable(List<(float Probability, double Found, double FalseAlarms)> steps) =>
        FormattableString.Invariant($"No threshold was chosen: none has a precision of {spec.AtLeast} for the class '{classes[positive]}'. ")
        + FormattableString.Invariant($"The highest is {steps.Skip(1).Max(step => step.Found / (step.Found + step.FalseAlarms)):0.####}. ")
        + "The model answers the most probable class.";
}
