namespace LearnML.Api.Models.Serving;

/// <summary>The rows that do not have a column. Equal values mean the same rows, unless two hashes are equal by chance.</summary>
/// <param name="Range">The first row, the last row and their number.</param>
/// <param name="GapHash">A hash of the places where rows between them have the column; 0 if all of them lack it.</param>
internal readonly record struct MissingRows(RowRange Range, int GapHash)
{
    /// <summary>Returns these rows and further ones, which are adjacent to each other and come after them.</summary>
    public MissingRows Add(int firstRow, int rowCount) => new(
        Range.Add(firstRow, rowCount),
        Range.Count == 0 || firstRow == Range.Last + 1 ? GapHash : HashCode.Combine(GapHash, Range.Last, firstRow));
}
