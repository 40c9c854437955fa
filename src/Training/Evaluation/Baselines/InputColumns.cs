namespace LearnML.Training.Evaluation.Baselines;

/// <summary>The encoded inputs of rows, stored column by column, so that one instruction computes several rows.</summary>
/// <param name="values">[width, rows].</param>
/// <param name="rows">The number of rows.</param>
/// <param name="width">The number of inputs per row.</param>
internal sealed class InputColumns(float[] values, int rows, int width)
{
    /// <summary>The number of rows to compute at a time. Their inputs fit into the processor's cache, and float32 sums are precise.</summary>
    public const int ChunkRows = 2048;

    public int Rows => rows;

    public int Width => width;

    /// <summary>All inputs, column by column: [width, rows].</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>Returns one input of every row.</summary>
    public ReadOnlySpan<float> Column(int column) => values.AsSpan(column * rows, rows);

    /// <summary>Returns one input of some of the rows.</summary>
    public ReadOnlySpan<float> Column(int column, int start, int count) => values.AsSpan((column * rows) + start, count);

    /// <summary>Returns the inputs of some of the rows, in the order of <paramref name="selected"/>.</summary>
    public InputColumns SelectRows(int[] selected)
    {
        var result = new float[selected.Length * width];
        for (var column = 0; column < width; column++)
        {
            var from = Column(column);
            var to = result.AsSpan(column * selected.Length, selected.Length);
            for (var row = 0; row < to.Length; row++)
            {
                to[row] = from[selected[row]];
            }
        }

        return new InputColumns(result, selected.Length, width);
    }

    /// <summary>Returns some of the inputs of every row, in the order of <paramref name="selected"/>.</summary>
    public InputColumns SelectColumns(int[] selected)
    {
        var result = new float[selected.Length * rows];
        for (var column = 0; column < selected.Length; column++)
        {
            Column(selected[column]).CopyTo(result.AsSpan(column * rows, rows));
        }

        return new InputColumns(result, rows, selected.Length);
    }
}
