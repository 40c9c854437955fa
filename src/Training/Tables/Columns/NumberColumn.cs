namespace LearnML.Training.Tables.Columns;

/// <summary>
/// A column of numbers. Each number is the sum of its value and the column's offset, so that numbers that are close together but far
/// from 0 stay distinct in float32.
/// </summary>
/// <param name="name">The column's name.</param>
/// <param name="values">One per row, without the offset; <see cref="float.NaN"/> if missing.</param>
/// <param name="offset">The number to add to each value.</param>
public sealed class NumberColumn(string name, float[] values, double offset = 0) : Column(name)
{
    private const double RelativeWidthThreshold = 1e-3;

    /// <summary>One per row, without the offset; <see cref="float.NaN"/> if missing.</summary>
    public float[] Values { get; } = values;

    /// <summary>The number to add to each value.</summary>
    public double Offset { get; } = offset;

    /// <inheritdoc/>
    public override int RowCount => Values.Length;

    /// <summary>The number in a row; NaN if missing.</summary>
    public double this[long row] => Offset + Values[row];

    /// <summary>Chooses the offset for numbers spread around a center; 0 if float32 is precise enough without one.</summary>
    /// <param name="center">The center of the numbers.</param>
    /// <param name="spread">The spread of the numbers.</param>
    internal static double ChooseOffset(double center, double spread) => spread < RelativeWidthThreshold * Math.Abs(center) ? center : 0;
}
