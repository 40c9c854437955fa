namespace LearnML.Training.Tables.Inspection.Footers;

/// <summary>What stands at the end of a file.</summary>
/// <param name="Rows">The number of rows that are not data.</param>
internal sealed record Footer(int Rows)
{
    /// <summary>
    /// The index of the column in which the last row has the label of a total although its numbers are not sums; null if there is none.
    /// </summary>
    public int? TotalColumn { get; init; }

    /// <summary>The label; empty if there is none.</summary>
    public string TotalLabel { get; init; } = "";
}
