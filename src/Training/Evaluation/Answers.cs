using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>What networks say of rows, beside what the rows are.</summary>
/// <param name="Rows">The rows, by their index in their part of the dataset.</param>
/// <param name="Truth">What they are.</param>
/// <param name="LogProbabilities">[rows, classes]; empty for numbers.</param>
/// <param name="Predicted">The number said of each row, in the unit of the target; empty for classes.</param>
/// <param name="Loss">The mean loss, which for numbers is of what the network learns.</param>
internal sealed record Answers(long[] Rows, Truth Truth, float[] LogProbabilities, double[] Predicted, double Loss)
{
    /// <summary>The answers of several networks, each to rows of its own.</summary>
    public static Answers Join(IReadOnlyList<Answers> all) => new(
        [.. all.SelectMany(answers => answers.Rows)],
        new Truth([.. all.SelectMany(answers => answers.Truth.Classes)], [.. all.SelectMany(answers => answers.Truth.Values)]),
        [.. all.SelectMany(answers => answers.LogProbabilities)],
        [.. all.SelectMany(answers => answers.Predicted)],
        all.Sum(answers => answers.Loss * answers.Rows.Length) / all.Sum(answers => answers.Rows.Length));

    /// <summary>Every metric that applies.</summary>
    /// <param name="classes">The class names; empty for numbers.</param>
    public Metrics Metrics(IReadOnlyList<string> classes) => classes.Count > 0
        ? new ClassScores(LogProbabilities, Truth.Classes, classes).Metrics()
        : new NumberScores(Predicted, Truth.Values).Metrics(Loss);

    /// <summary>The metrics that take no sorting: those of every epoch.</summary>
    public Metrics BriefMetrics(IReadOnlyList<string> classes) => classes.Count > 0
        ? new ClassScores(LogProbabilities, Truth.Classes, classes).BriefMetrics()
        : Metrics(classes);

    /// <summary>A report with what stands out in these answers.</summary>
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
