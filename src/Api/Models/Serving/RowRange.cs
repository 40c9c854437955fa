namespace LearnML.Api.Models.Serving;

/// <summary>The rows with the same warning.</summary>
/// <param name="First">The first row, from 0.</param>
/// <param name="Last">The last row.</param>
/// <param name="Count">The number of rows with the warning; 0 if there is none yet.</param>
internal readonly record struct RowRange(int First, int Last, int Count)
{
    /// <summary>Returns these rows and further ones, which are adjacent to each other.</summary>
    public RowRange Add(int firstRow, int rowCount)
    {
        var lastRow = firstRow + rowCount - 1;
        return Count == 0
            ? new RowRange(firstRow, lastRow, rowCount)
            : new RowRange(Math.Min(First, firstRow), Math.Max(Last, lastRow), Count + rowCount);
    }
}
