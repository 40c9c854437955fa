namespace LearnML.Contracts;

/// <summary>The prediction intervals of a level, on the rows that the report describes.</summary>
/// <param name="Level">The share of true values that the intervals should hold.</param>
/// <param name="Width">The median width, in the unit of the target.</param>
/// <param name="Coverage">
/// The share of true values that lie in the intervals: of the test rows, or of the rows of each fold in intervals that are calibrated with the other
/// folds. Null if there are only validation rows, because the intervals are calibrated with them.
/// </param>
public sealed record IntervalScore(double Level, double Width, double? Coverage);
