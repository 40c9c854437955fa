namespace LearnML.Contracts;

/// <summary>How well a threshold finds the positive class. All figures but the confusion matrix count the weights of the rows.</summary>
/// <param name="Precision">The share of the positive class among the rows that are taken for it; null if none is.</param>
/// <param name="Recall">The share of the rows of the positive class that are taken for it; null if there are none.</param>
/// <param name="F1">The harmonic mean of both; 0 if one of them is 0 or null.</param>
/// <param name="Cost">The mean cost per row of false alarms and misses.</param>
/// <param name="ConfusionMatrix">The number of rows by true class (outer) and answered class (inner), in the order of the classes.</param>
public sealed record ThresholdScore(
    double? Precision, double? Recall, double F1, double Cost, IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix);
