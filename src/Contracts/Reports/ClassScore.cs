namespace LearnML.Contracts;

/// <summary>How one class was recognised.</summary>
/// <param name="Label">The class.</param>
/// <param name="Precision">Of the rows predicted as it, the share that were; null when none was predicted.</param>
/// <param name="Recall">Of its rows, the share that were recognised; null when it has none.</param>
/// <param name="Rows">Its rows.</param>
public sealed record ClassScore(string Label, double? Precision, double? Recall, int Rows);
