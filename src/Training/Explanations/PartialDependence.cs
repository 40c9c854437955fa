namespace LearnML.Training.Explanations;

/// <summary>
/// Computes what a model predicts if columns have the same values in all rows (Friedman 2001, https://doi.org/10.1214/aos/1013203451). The values are
/// those of rows, so that every type of column is set in the same way.
/// </summary>
/// <param name="compute">The model.</param>
/// <param name="rows">The encoded rows, [rows, inputs].</param>
/// <param name="width">The number of inputs per row.</param>
internal sealed class PartialDependence(ComputeValues compute, float[] rows, int width)
{
    private const int RowsPerCall = 8192;

    private readonly int count = rows.Length / width;
    private float[] copies = [];

    /// <summary>Returns the prediction for each row at each point, [points, rows].</summary>
    /// <param name="columns">The columns that are set.</param>
    /// <param name="points">For each point, the row whose value each column gets.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    public double[] Compute(IReadOnlyList<ExplainedColumn> columns, IReadOnlyList<int[]> points, CancellationToken cancellationToken)
    {
        var pointsPerCall = Math.Clamp(RowsPerCall / count, 1, points.Count);
        while (copies.Length < pointsPerCall * rows.Length)
        {
            copies = [.. copies, .. rows];
        }

        var values = new double[points.Count * count];
        for (var first = 0; first < points.Count; first += pointsPerCall)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var together = Math.Min(pointsPerCall, points.Count - first);
            for (var row = 0; row < together * count; row++)
            {
                Set(row, columns, points[first + (row / count)]);
            }

            compute(copies.AsSpan(0, together * rows.Length), values.AsSpan(first * count, together * count));
        }

        for (var row = 0; row < pointsPerCall * count; row++)
        {
            Set(row, columns, [.. columns.Select(_ => row % count)]);
        }

        return values;
    }

    private void Set(int row, IReadOnlyList<ExplainedColumn> columns, ReadOnlySpan<int> from)
    {
        for (var column = 0; column < columns.Count; column++)
        {
            columns[column].Copy(rows.AsSpan(from[column] * width, width), copies.AsSpan(row * width, width));
        }
    }
}
