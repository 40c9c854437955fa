using LearnML.Contracts;

namespace LearnML.Training.Checkpoints;

/// <summary>The columns of a table that are no inputs, but are needed to score a network.</summary>
/// <param name="Target">The target, as it was read for training.</param>
/// <param name="Weight">The weights of the rows; null if all rows have the same weight.</param>
public sealed record ScoredColumns(ColumnSchema Target, ColumnSchema? Weight);
