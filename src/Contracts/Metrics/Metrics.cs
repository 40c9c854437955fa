namespace LearnML.Contracts;

/// <summary>Metrics over a set of rows. A metric that does not apply or was not computed is null.</summary>
public sealed record Metrics
{
    /// <summary>
    /// The mean loss per row. Classification: cross-entropy in nats. Regression: the squared error of the transformed target
    /// (see <c>preprocessing.target</c>), not of the target itself.
    /// </summary>
    public required double Loss { get; init; }

    /// <summary>The share of correctly classified rows, 0 to 1.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The area under the ROC curve. With more than two classes: the mean over one-versus-rest curves.</summary>
    public double? RocAuc { get; init; }

    /// <summary>The mean F1 score over the classes that appear in the labels or predictions.</summary>
    public double? MacroF1 { get; init; }

    /// <summary>The root mean squared error, in the unit of the target.</summary>
    public double? Rmse { get; init; }

    /// <summary>The mean absolute error, in the unit of the target.</summary>
    public double? Mae { get; init; }

    /// <summary>
    /// The coefficient of determination R²: the share of the variance of the target that the predictions explain. 1 is perfect, 0 is as good as the
    /// mean of the scored rows, and below 0 is worse. Null if all targets are equal.
    /// </summary>
    public double? R2 { get; init; }

    /// <summary>
    /// The root mean squared error of the natural logarithms; null unless every target is positive. Predictions below 1 count as 1. If a target is
    /// below 1, predictions below one thousandth of the smallest target count as this value instead.
    /// </summary>
    public double? LogRmse { get; init; }
}
