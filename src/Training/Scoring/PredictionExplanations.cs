using LearnML.Contracts;

namespace LearnML.Training.Scoring;

/// <summary>The explanations of the predictions for some rows, as flat arrays.</summary>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Bases">The base of each row: the mean prediction for the background rows.</param>
/// <param name="Contributions">[rows, columns], what each column adds to the base.</param>
/// <param name="Errors">The largest standard error of a contribution of each row; 0 if they are exact.</param>
/// <param name="Method">How the contributions are computed.</param>
/// <param name="Background">The background rows.</param>
public sealed record PredictionExplanations(
    IReadOnlyList<string> Columns,
    double[] Bases,
    double[] Contributions,
    double[] Errors,
    ExplanationMethod Method,
    ExplanationBackground Background)
{
    /// <summary>Returns the contribution of each column to the prediction for a row.</summary>
    public ReadOnlySpan<double> ContributionsOf(int row) => Contributions.AsSpan(row * Columns.Count, Columns.Count);

    /// <summary>Returns the explanation of a row.</summary>
    public PredictionExplanation ToExplanation(int row)
    {
        var contributions = new ColumnContribution[Columns.Count];
        for (var column = 0; column < contributions.Length; column++)
        {
            contributions[column] = new ColumnContribution(Columns[column], ContributionsOf(row)[column]);
        }

        return new PredictionExplanation(
            Bases[row], [.. contributions.OrderByDescending(each => Math.Abs(each.Value))], Method, Errors[row], Background);
    }

    /// <summary>Returns the first row with an explanation that is not finite; -1 if all are finite.</summary>
    public int FindOverflow() => Array.FindIndex(Contributions, contribution => !double.IsFinite(contribution)) is >= 0 and var found
        ? found / Columns.Count
        : Array.FindIndex(Bases, value => !double.IsFinite(value));
}
