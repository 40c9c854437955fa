namespace LearnML.Contracts;

/// <summary>The prediction sets of a level, on the rows that the report describes.</summary>
/// <param name="Level">The share of true classes that the sets should hold.</param>
/// <param name="Size">The mean number of classes in a set.</param>
/// <param name="Coverage">
/// The share of true classes that are in the sets: of the test rows, or of the rows of each fold in sets that are calibrated with the other folds.
/// Null if there are only validation rows, because the sets are calibrated with them.
/// </param>
public sealed record SetScore(double Level, double Size, double? Coverage);
