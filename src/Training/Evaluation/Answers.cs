using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>The predictions for some rows, together with the targets of these rows.</summary>
/// <param name="Rows">The indices of the rows in their part of the dataset.</param>
/// <param name="Truth">The targets of the rows.</param>
/// <param name="LogProbabilities">[rows, classes], natural logarithms; empty for regression.</param>
/// <param name="Predicted">The predicted number of each row, in the unit of the target; empty for classification.</param>
/// <param name="Loss">The mean loss. For regression it is computed on the encoded targets.</param>
internal sealed record Answers(long[] Rows, Truth Truth, float[] LogProbabilities, double[] Predicted, double Loss)
{
    /// <summary>Concatenates predictions for different rows. The loss is the mean over all rows.</summary>
    public static Answers Join(IReadOnlyList<Answers> all) => new(
        [.. all.SelectMany(answers => answers.Rows)],
        new Truth([.. all.SelectMany(answers => answers.Truth.Classes)], [.. all.SelectMany(answers => answers.Truth.Values)]),
        [.. all.SelectMany(answers => answers.LogProbabilities)],
        [.. all.SelectMany(answers => answers.Predicted)],
        all.Sum(answers => answers.Loss * answers.Rows.Length) / all.Sum(answers => answers.Rows.Length));

    /// <summary>Computes all metrics of the task.</summary>
    /// <param name="classes">The class names; empty for regression.</param>
    public Metrics Metrics(IReadOnlyList<string> classes) => classes.Count > 0
        ? new ClassScores(LogProbabilities, Truth.Classes, classes).Metrics()
        : new NumberScores(Predicted, Truth.Values).Metrics(Loss);

    /// <summary>Computes the metrics that need no sorting, for every epoch. These are all but macro F1 and ROC AUC.</summary>
    public Metrics BriefMetrics(IReadOnlyList<string> classes) => classes.Count > 0
        ? new ClassScores(LogProbabilities, Truth.Classes, classes).BriefMetrics()
        : Metrics(classes);

    /// <summary>Returns the report with the confusion matrix and sample predictions, or with the worst predicted numbers, added.</summary>
    public Report Describe(Report report, IReadOnlyList<string> classes)
    {
        if (classes.Count == 0)
        {
            var numbers = new NumberScores(Predicted, Truth.Values);
            return report with { Worst = numbers.Worst(Rows), Values = numbers.Values(Rows) };
        }

        var scores = new ClassScores(LogProbabilities, Truth.Classes, classes);
        return report with
        {
            Classes = classes,
            ConfusionMatrix = scores.ConfusionMatrix(),
            PerClass = scores.PerClass(),
            Samples = scores.Samples(Rows),
        };
    }
}
