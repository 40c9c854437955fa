namespace LearnML.Training.Fitting.Data;

/// <summary>What happened to the rows of a table when test rows were set apart.</summary>
/// <param name="RowsWithTarget">The number of rows with a target before.</param>
/// <param name="RowsWithoutTime">The number of rows without a time, which are on neither side of a split by time.</param>
/// <param name="RowsLeftOut">The number of rows that are not trained on, because they equal a test row or are of the same group.</param>
internal sealed record TestRowCounts(int RowsWithTarget, int RowsWithoutTime, int RowsLeftOut);
