namespace LearnML.Training.Evaluation;

/// <summary>What rows really are.</summary>
/// <param name="Classes">The class index of each row; empty for numbers.</param>
/// <param name="Values">The number of each row, in the unit of the target; empty for classes.</param>
internal sealed record Truth(int[] Classes, float[] Values)
{
    /// <summary>How many rows.</summary>
    public int Count => Math.Max(Classes.Length, Values.Length);

    /// <summary>The truth about some of the rows.</summary>
    public Truth Of(long[] rows) => Classes.Length > 0
        ? new Truth(Array.ConvertAll(rows, row => Classes[row]), [])
        : new Truth([], Array.ConvertAll(rows, row => Values[row]));
}
