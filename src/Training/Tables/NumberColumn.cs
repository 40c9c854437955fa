namespace LearnML.Training.Tables;

/// <summary>Numbers, each the sum of a value and the column's offset: so those that lie close together far from 0 stay apart in float32.</summary>
/// <param name="name">The column's name.</param>
/// <param name="values">One per row; <see cref="float.NaN"/> where there is none.</param>
/// <param name="offset">What is added to each.</param>
public sealed class NumberColumn(string name, float[] values, double offset = 0) : Column(name)
{
    private const double Close = 1e-3;

    /// <summary>One per row, without the offset; <see cref="float.NaN"/> where there is none.</summary>
    public float[] Values { get; } = values;

    /// <summary>What is added to each value.</summary>
    public double Offset { get; } = offset;

    /// <inheritdoc/>
    public override int Rows => Values.Length;

    /// <summary>The number of a row.</summary>
    public double this[long row] => Offset + Values[row];

    /// <summary>An offset for numbers of some width around a middle: 0 where float32 tells them apart well enough without.</summary>
    internal static double OffsetOf(double middle, double width) => width < Close * Math.Abs(middle) ? middle : 0;
}
