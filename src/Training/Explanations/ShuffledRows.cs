using LearnML.Training.Randomness;

namespace LearnML.Training.Explanations;

/// <summary>The rows of one model whose columns are shuffled, and the sums of what that does to the loss.</summary>
internal sealed class ShuffledRows
{
    private readonly IReadOnlyList<ExplainedColumn> columns;
    private readonly float[] inputs;
    private readonly RowLosses losses;
    private readonly int width;
    private readonly int[][] orders;
    private readonly double[] trueLosses;
    private readonly double[] own;
    private readonly double[] given;
    private readonly double[] differences;
    private readonly double[] squares;
    private float[] shuffled = [];

    /// <param name="columns">The columns.</param>
    /// <param name="inputs">[rows, inputs], encoded. Not changed.</param>
    /// <param name="losses">The losses of these rows, at least one.</param>
    /// <param name="repeats">The number of shuffles of each column.</param>
    /// <param name="seed">The seed of the shuffles.</param>
    public ShuffledRows(IReadOnlyList<ExplainedColumn> columns, float[] inputs, RowLosses losses, int repeats, long seed)
    {
        (this.columns, this.inputs, this.losses, Rows, width) = (columns, inputs, losses, losses.Count, inputs.Length / losses.Count);
        var random = new SplitMix64(unchecked((ulong)seed));
        orders = [.. Enumerable.Range(0, repeats).Select(_ => random.NextPermutation(Rows))];
        (trueLosses, own, given) = (new double[Rows], new double[Rows], new double[Rows]);
        (differences, squares) = (new double[columns.Count * repeats], new double[columns.Count]);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of values of all rows.</summary>
    public int Values => inputs.Length;

    /// <summary>Makes room for shuffling several times at once, and returns the rows as they are.</summary>
    public ReadOnlyMemory<float> Start(int copies)
    {
        shuffled = new float[copies * inputs.Length];
        for (var copy = 0; copy < copies; copy++)
        {
            inputs.CopyTo(shuffled, copy * inputs.Length);
        }

        return inputs;
    }

    /// <summary>Receives the outputs for the rows as they are.</summary>
    public void SetTrueOutputs(float[] outputs)
    {
        for (var row = 0; row < Rows; row++)
        {
            trueLosses[row] = losses.LossOf(row, outputs);
        }
    }

    /// <summary>Returns the rows once for each of some repeats, with the values of a column shuffled.</summary>
    public ReadOnlyMemory<float> Shuffle(int column, int firstRepeat, int copies)
    {
        for (var copy = 0; copy < copies; copy++)
        {
            var order = orders[firstRepeat + copy];
            for (var row = 0; row < Rows; row++)
            {
                columns[column].Copy(inputs.AsSpan(order[row] * width, width), shuffled.AsSpan(((copy * Rows) + row) * width, width));
            }
        }

        return shuffled.AsMemory(0, copies * inputs.Length);
    }

    /// <summary>Adds the weighted rises of the loss to the rows, and to the rows that gave their values.</summary>
    public void Add(int column, int firstRepeat, int copies, float[] outputs)
    {
        for (var copy = 0; copy < copies; copy++)
        {
            var (order, sum) = (orders[firstRepeat + copy], 0.0);
            var ofCopy = outputs.AsSpan(copy * Rows * losses.OutputsPerRow);
            for (var row = 0; row < Rows; row++)
            {
                var difference = losses.WeightOf(row) * (losses.LossOf(row, ofCopy) - trueLosses[row]);
                sum += difference;
                own[row] += difference;
                given[order[row]] += difference;
            }

            differences[(column * orders.Length) + firstRepeat + copy] = sum;
        }
    }

    /// <summary>Ends a column: sums the squared influences of the rows and restores the values of the column.</summary>
    public void End(int column)
    {
        var (weight, repeats) = (losses.TotalWeight, orders.Length);
        var mean = own.Sum() / weight / repeats;
        for (var row = 0; row < Rows; row++)
        {
            var influence = ((own[row] + given[row]) / repeats) - (mean * (losses.WeightOf(row) + (weight / Rows)));
            squares[column] += influence * influence;
        }

        Array.Clear(own);
        Array.Clear(given);
        for (var row = 0; row < shuffled.Length / width; row++)
        {
            columns[column].Copy(inputs.AsSpan(row % Rows * width, width), shuffled.AsSpan(row * width, width));
        }
    }

    /// <summary>Returns the sums, after all columns have ended.</summary>
    public ImportanceSums ToSums() => new(Rows, losses.TotalWeight, differences, squares);
}
