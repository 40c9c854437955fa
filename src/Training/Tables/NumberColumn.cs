namespace LearnML.Training.Tables;

/// <summary>Numbers.</summary>
/// <param name="name">The column's name.</param>
/// <param name="values">One per row; <see cref="float.NaN"/> where there is none.</param>
public sealed class NumberColumn(string name, float[] values) : Column(name)
{
    /// <summary>One per row; <see cref="float.NaN"/> where there is none.</summary>
    public float[] Values { get; } = values;

    /// <inheritdoc/>
    public override int Rows => Values.Length;
}
