using LearnML.Contracts;
using LearnML.Training.Evaluation.Baselines;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Explanations;

/// <summary>
/// The sums from which the importance of columns follows. Those of the folds of a cross-validation can be added, so that no fold's rows need to be
/// kept.
/// </summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Weight">The sum of the weights of the rows.</param>
/// <param name="Differences">[columns, repeats]: the sum over the rows of the weight times the rise of the loss.</param>
/// <param name="Squares">
/// [columns]: the sum over the rows of the squared influence of the row on the sum of <paramref name="Differences"/>.
/// </param>
internal sealed record ImportanceSums(int Rows, double Weight, double[] Differences, double[] Squares)
{
    /// <summary>Why no importance follows from the sums, as the end of a sentence; null if one does.</summary>
    public string? FindProblem() =>
        Rows < 2 ? "there is only one row with a target, and shuffling needs two"
        : !(Weight > 0) ? "the weights of all its rows are 0"
        : !Array.TrueForAll(Differences, double.IsFinite) ? "a row with shuffled values has no finite prediction"
        : null;

    /// <summary>Adds the sums of different rows.</summary>
    public static ImportanceSums Add(IReadOnlyList<ImportanceSums> all) => new(
        all.Sum(each => each.Rows),
        all.Sum(each => each.Weight),
        [.. Enumerable.Range(0, all[0].Differences.Length).Select(index => all.Sum(each => each.Differences[index]))],
        [.. Enumerable.Range(0, all[0].Squares.Length).Select(index => all.Sum(each => each.Squares[index]))]);

    /// <summary>Returns the importance of each column, the most important first.</summary>
    /// <param name="columns">The columns, in the order of the sums.</param>
    public IReadOnlyList<ColumnImportance> ToImportance(IReadOnlyList<ExplainedColumn> columns) =>
        [.. columns.Select(ToImportance).OrderByDescending(importance => importance.Mean)];

    private ColumnImportance ToImportance(ExplainedColumn column, int index)
    {
        var repeats = Differences.Length / Squares.Length;
        var (mean, deviation) = SampleStatistics.Moments(
            Array.ConvertAll(Differences[(index * repeats)..((index + 1) * repeats)], difference => difference / Weight));
        var error = Math.Sqrt(Squares[index] * Rows / (Rows - 1)) / Weight;
        var margin = PairedBootstrap.StudentQuantile(Rows - 1) * error;
        var probability = error > 0 ? StudentDistribution.UpperTail(mean / error, Rows - 1) : mean > 0 ? 0 : 1;
        return new ColumnImportance(column.Name, mean, deviation, mean - margin, mean + margin, probability) { Columns = column.Group };
    }
}
