using LearnML.Training.Randomness;

namespace LearnML.Training.Explanations;

/// <summary>
/// Computes the Shapley values of the columns of a row (Shapley 1953): what a column adds to the prediction, as the mean over all orders in which the
/// columns of the row replace those of a background row, and over the background rows (Lundberg and Lee 2017, https://arxiv.org/abs/1705.07874).
/// </summary>
internal sealed class ShapleyValues
{
    /// <summary>With so many columns or fewer, all sets of columns are computed.</summary>
    public const int MaximumExactColumns = 10;

    /// <summary>With more columns, each background row has at least so many pairs of orders, so that their spread can be measured.</summary>
    private const int MinimumPairs = 2;

    /// <summary>All background rows together have at least so many pairs.</summary>
    private const int MinimumTotalPairs = 128;

    private const int RowsPerCall = 8192;

    private const int ValuesPerCall = 1 << 22;

    private readonly IReadOnlyList<ExplainedColumn> columns;
    private readonly float[] background;
    private readonly int width;
    private readonly long seed;
    private readonly int capacity;

    // Created for the first row, after the caller could count their memory.
    private float[] rows = [];
    private double[] values = [];

    /// <param name="columns">The columns, which together are all inputs.</param>
    /// <param name="background">The background rows, [rows, inputs], at least one.</param>
    /// <param name="width">The number of inputs per row.</param>
    /// <param name="seed">The seed of the orders.</param>
    public ShapleyValues(IReadOnlyList<ExplainedColumn> columns, float[] background, int width, long seed)
    {
        (this.columns, this.background, this.width, this.seed) = (columns, background, width, seed);
        BackgroundRows = background.Length / width;
        capacity = (int)Math.Clamp(PassesPerRow, 1, Math.Max(Math.Min(RowsPerCall, ValuesPerCall / width), 2 * columns.Count));
    }

    /// <summary>The number of background rows.</summary>
    public int BackgroundRows { get; }

    /// <summary>Whether all sets of columns are computed.</summary>
    public bool IsExact => columns.Count <= MaximumExactColumns;

    /// <summary>How many rows are sent through the model to explain one row.</summary>
    public long PassesPerRow => IsExact
        ? ((1L << columns.Count) - 2) * BackgroundRows
        : 2L * PairsPerRow * BackgroundRows * (columns.Count - 1);

    /// <summary>The memory of the rows of one call in bytes.</summary>
    public long Bytes => sizeof(float) * (long)capacity * width;

    private int PairsPerRow => Math.Max(MinimumPairs, (MinimumTotalPairs + BackgroundRows - 1) / BackgroundRows);

    /// <summary>Computes the contributions of the columns to the prediction for a row.</summary>
    /// <param name="compute">The model.</param>
    /// <param name="row">The inputs of the row.</param>
    /// <param name="prediction">The prediction for the row.</param>
    /// <param name="backgroundValues">The prediction for each background row.</param>
    /// <param name="contributions">Receives the contribution of each column. They sum to the prediction less the mean of the background.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <returns>The largest standard error of a contribution; 0 if the values are exact.</returns>
    public double Explain(
        ComputeValues compute,
        ReadOnlySpan<float> row,
        double prediction,
        ReadOnlySpan<double> backgroundValues,
        Span<double> contributions,
        CancellationToken cancellationToken)
    {
        contributions.Clear();
        if (values.Length == 0)
        {
            (rows, values) = (new float[capacity * width], new double[capacity]);
        }

        if (!IsExact)
        {
            return Sample(compute, row, prediction, backgroundValues, contributions, cancellationToken);
        }

        Enumerate(compute, row, prediction, backgroundValues, contributions, cancellationToken);
        return 0;
    }

    /// <summary>Computes every set of columns: its value is the mean over the background rows, with the columns of the set from the row.</summary>
    private void Enumerate(
        ComputeValues compute,
        ReadOnlySpan<float> row,
        double prediction,
        ReadOnlySpan<double> backgroundValues,
        Span<double> contributions,
        CancellationToken cancellationToken)
    {
        var all = (1 << columns.Count) - 1;
        var means = new double[all + 1];
        foreach (var value in backgroundValues)
        {
            means[0] += value / BackgroundRows;
        }

        means[all] = prediction;
        var (count, firstPlace) = (0, 0);
        for (var set = 1; set < all; set++)
        {
            for (var other = 0; other < BackgroundRows; other++)
            {
                var mixed = rows.AsSpan(count++ * width, width);
                background.AsSpan(other * width, width).CopyTo(mixed);
                CopyColumns(set, row, mixed);
                if (count == values.Length || (set == all - 1 && other == BackgroundRows - 1))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    compute(rows.AsSpan(0, count * width), values.AsSpan(0, count));
                    for (var index = 0; index < count; index++)
                    {
                        means[1 + ((firstPlace + index) / BackgroundRows)] += values[index] / BackgroundRows;
                    }

                    (firstPlace, count) = (firstPlace + count, 0);
                }
            }
        }

        var weights = SetWeights(columns.Count);
        for (var column = 0; column < columns.Count; column++)
        {
            for (var set = 0; set <= all; set++)
            {
                if ((set & (1 << column)) == 0)
                {
                    contributions[column] += weights[int.PopCount(set)] * (means[set | (1 << column)] - means[set]);
                }
            }
        }
    }

    /// <summary>
    /// Walks from each background row to the row, one column after the other, in random orders. Each order is followed by its reverse, which makes
    /// the error smaller (Mitchell, Cooper, Frank and Holmes 2022, https://jmlr.org/papers/v23/21-0439.html). Each background row has as many walks,
    /// so the contributions sum exactly.
    /// </summary>
    private double Sample(
        ComputeValues compute,
        ReadOnlySpan<float> row,
        double prediction,
        ReadOnlySpan<double> backgroundValues,
        Span<double> contributions,
        CancellationToken cancellationToken)
    {
        var random = new SplitMix64(unchecked((ulong)seed));
        var (count, inner, total) = (columns.Count, columns.Count - 1, PairsPerRow * BackgroundRows);
        var pairsPerCall = values.Length / inner / 2;
        var orders = new List<int[]>(2 * pairsPerCall);
        var (pair, sums, squares, variances) = (new double[count], new double[count], new double[count], new double[count]);
        for (var first = 0; first < total; first += pairsPerCall)
        {
            cancellationToken.ThrowIfCancellationRequested();
            orders.Clear();
            for (var index = first; index < Math.Min(first + pairsPerCall, total); index++)
            {
                var order = random.NextPermutation(count);
                orders.Add(order);
                orders.Add([.. order.Reverse()]);
            }

            Walk(row, first, orders);
            compute(rows.AsSpan(0, orders.Count * inner * width), values.AsSpan(0, orders.Count * inner));
            for (var walk = 0; walk < orders.Count; walk++)
            {
                var number = first + (walk / 2);
                var before = backgroundValues[number / PairsPerRow];
                for (var step = 0; step < count; step++)
                {
                    var after = step == inner ? prediction : values[(walk * inner) + step];
                    pair[orders[walk][step]] += (after - before) / 2;
                    before = after;
                }

                if (walk % 2 == 1)
                {
                    AddPair(pair, sums, squares);
                    if (number % PairsPerRow == PairsPerRow - 1)
                    {
                        EndBackgroundRow(sums, squares, contributions, variances);
                    }
                }
            }
        }

        return Math.Sqrt(variances.Max()) / BackgroundRows;
    }

    private static void AddPair(double[] pair, double[] sums, double[] squares)
    {
        for (var column = 0; column < pair.Length; column++)
        {
            sums[column] += pair[column];
            squares[column] += pair[column] * pair[column];
        }

        Array.Clear(pair);
    }

    private void EndBackgroundRow(double[] sums, double[] squares, Span<double> contributions, double[] variances)
    {
        for (var column = 0; column < sums.Length; column++)
        {
            var mean = sums[column] / PairsPerRow;
            contributions[column] += mean / BackgroundRows;
            variances[column] += Math.Max(0, (squares[column] / PairsPerRow) - (mean * mean)) / (PairsPerRow - 1);
        }

        Array.Clear(sums);
        Array.Clear(squares);
    }

    /// <summary>Writes the rows between a background row and the row, for each order.</summary>
    private void Walk(ReadOnlySpan<float> row, int firstPair, List<int[]> orders)
    {
        var place = 0;
        for (var walk = 0; walk < orders.Count; walk++)
        {
            ReadOnlySpan<float> before = background.AsSpan((firstPair + (walk / 2)) / PairsPerRow * width, width);
            for (var step = 0; step < columns.Count - 1; step++)
            {
                var mixed = rows.AsSpan(place++ * width, width);
                before.CopyTo(mixed);
                columns[orders[walk][step]].Copy(row, mixed);
                before = mixed;
            }
        }
    }

    private void CopyColumns(int set, ReadOnlySpan<float> from, Span<float> to)
    {
        for (var column = 0; column < columns.Count; column++)
        {
            if ((set & (1 << column)) != 0)
            {
                columns[column].Copy(from, to);
            }
        }
    }

    /// <summary>
    /// Returns the share of the orders in which a column comes right behind a set, by the size of the set: |S|! (n - |S| - 1)! / n!.
    /// </summary>
    private static double[] SetWeights(int columns)
    {
        var weights = new double[columns];
        weights[0] = 1.0 / columns;
        for (var size = 1; size < columns; size++)
        {
            weights[size] = weights[size - 1] * size / (columns - size);
        }

        return weights;
    }
}
