namespace LearnML.Contracts;

/// <summary>Precision and recall of one class.</summary>
/// <param name="Label">The class name.</param>
/// <param name="Precision">The share of correct rows among all rows predicted as this class; null if no row was.</param>
/// <param name="Recall">The share of correctly predicted rows among all rows of this class; null if there are none.</param>
/// <param name="Rows">The number of rows of this class.</param>
public sealed record ClassScore(string Label, double? Precision, double? Recall, int Rows);
