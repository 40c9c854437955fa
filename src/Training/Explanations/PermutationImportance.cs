namespace LearnML.Training.Explanations;

/// <summary>
/// Computes the permutation importance of columns (Breiman 2001, https://doi.org/10.1023/A:1010933404324): the rise of the loss if the values of a
/// column are shuffled among the rows.
/// </summary>
/// <remarks>
/// The mean loss with shuffled values estimates the mean over all pairs of a row and the value of another row, which is a U-statistic. So the
/// influence of a row on it has two parts: its own rise of the loss, and that of the rows that got its value (Hoeffding 1948,
/// https://doi.org/10.1214/aoms/1177730196). With few repeats both also vary by the shuffles, which makes the interval wider, never narrower.
/// </remarks>
internal static class PermutationImportance
{
    /// <summary>So many rows of each model are computed in one call, if there are as many.</summary>
    private const int RowsPerCall = 8192;

    /// <summary>The inputs of one call are at most this many numbers, if the rows themselves are not more.</summary>
    private const int ValuesPerCall = 1 << 24;

    /// <summary>Shuffles each column and returns the sums of each model.</summary>
    /// <param name="compute">The models.</param>
    /// <param name="models">The rows of each model, all with the same columns.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="repeats">The number of shuffles of each column.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public static IReadOnlyList<ImportanceSums> Compute(
        ComputeOutputs compute, IReadOnlyList<ShuffledRows> models, int columns, int repeats, CancellationToken cancellationToken)
    {
        var most = Math.Min(RowsPerCall / models.Max(model => model.Rows), ValuesPerCall / models.Sum(model => (long)model.Values));
        var copies = (int)Math.Clamp(most, 1, repeats);
        Run(model => model.Start(copies), (model, outputs) => model.SetTrueOutputs(outputs));
        for (var index = 0; index < columns; index++)
        {
            for (var first = 0; first < repeats; first += copies)
            {
                var (column, repeat, count) = (index, first, Math.Min(copies, repeats - first));
                Run(model => model.Shuffle(column, repeat, count), (model, outputs) => model.Add(column, repeat, count, outputs));
            }

            foreach (var model in models)
            {
                model.End(index);
            }
        }

        return [.. models.Select(model => model.ToSums())];

        void Run(Func<ShuffledRows, ReadOnlyMemory<float>> inputsOf, Action<ShuffledRows, float[]> add)
        {
            var outputs = compute([.. models.Select(inputsOf)], cancellationToken);
            foreach (var (model, computed) in models.Zip(outputs))
            {
                add(model, computed);
            }
        }
    }
}
