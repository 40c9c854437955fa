namespace LearnML.Contracts;

/// <summary>
/// What happens if every row with at least some probability of a class is taken for a row of the class. The points of a class are those of its ROC
/// curve, its precision-recall curve, its gain curve and its lift curve. All shares are weighted by the weights of the rows.
/// </summary>
/// <param name="Threshold">The lowest probability that is taken for the class; null for the first point, at which no row is.</param>
/// <param name="TruePositiveRate">The share of the class's rows that are taken for it: the recall, and the gain.</param>
/// <param name="FalsePositiveRate">The share of the other rows that are taken for the class.</param>
/// <param name="Precision">The share of the class among the rows that are taken for it; 1 if none is.</param>
/// <param name="Share">The share of all rows that are taken for the class.</param>
/// <param name="Lift">The precision divided by the share of the class among all rows; null if no row is taken for the class.</param>
public sealed record OperatingPoint(
    double? Threshold, double TruePositiveRate, double FalsePositiveRate, double Precision, double Share, double? Lift);
