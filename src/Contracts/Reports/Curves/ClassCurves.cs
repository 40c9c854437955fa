namespace LearnML.Contracts;

/// <summary>
/// How well the probability of one class tells its rows from the others, for the choice of a threshold. All figures are weighted by the weights of
/// the rows, and equal those of scikit-learn for the class against the rest.
/// </summary>
public sealed record ClassCurves
{
    /// <summary>The class name.</summary>
    public required string Label { get; init; }

    /// <summary>The number of rows of the class.</summary>
    public required int Rows { get; init; }

    /// <summary>The area under the ROC curve.</summary>
    public required double RocAuc { get; init; }

    /// <summary>
    /// The average precision: the mean of the precisions at each threshold, weighted by the rise of the recall
    /// (https://scikit-learn.org/stable/modules/generated/sklearn.metrics.average_precision_score.html).
    /// </summary>
    public required double AveragePrecision { get; init; }

    /// <summary>
    /// The Brier score (Brier 1950): the mean squared difference between the probability and 1 for rows of the class, 0 for others. 0 is perfect.
    /// </summary>
    public required double Brier { get; init; }

    /// <summary>
    /// The expected calibration error: the mean distance between probability and share in <see cref="Reliability"/>, weighted by the rows (Naeini,
    /// Cooper and Hauskrecht 2015, https://ojs.aaai.org/index.php/AAAI/article/view/9602).
    /// </summary>
    public required double CalibrationError { get; init; }

    /// <summary>
    /// Points from the highest threshold to the lowest. Of many, these are the first, the last and evenly spaced ones along the ROC curve; each is
    /// exact.
    /// </summary>
    public required IReadOnlyList<OperatingPoint> Points { get; init; }

    /// <summary>The reliability diagram, from low probabilities to high ones.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>The number of rows of the class by their probability of it, in 20 equal parts of the range from 0 to 1.</summary>
    public required IReadOnlyList<int> Scores { get; init; }

    /// <summary>The number of other rows by their probability of the class, in the same parts.</summary>
    public required IReadOnlyList<int> OtherScores { get; init; }
}
