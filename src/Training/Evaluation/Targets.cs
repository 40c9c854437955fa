namespace LearnML.Training.Evaluation;

/// <summary>The targets of rows: the true classes or numbers.</summary>
/// <param name="Classes">The class index of each row; empty for regression.</param>
/// <param name="Values">The number of each row, in the unit of the target; empty for classification.</param>
internal sealed record Targets(int[] Classes, float[] Values)
{
    /// <summary>The number of rows.</summary>
    public int Count => Math.Max(Classes.Length, Values.Length);

    /// <summary>Whether two rows have the same target.</summary>
    public bool AreEqual(int row, int other) => Classes.Length > 0 ? Classes[row] == Classes[other] : Values[row] == Values[other];

    /// <summary>Returns the targets of some of the rows, in the order of <paramref name="rows"/>.</summary>
    public Targets SelectRows(long[] rows) => Classes.Length > 0
        ? new Targets(Array.ConvertAll(rows, row => Classes[row]), [])
        : new Targets([], Array.ConvertAll(rows, row => Values[row]));
}
