namespace LearnML.Contracts;

/// <summary>Scores over a set of rows. Those that do not apply, or were not measured, are null.</summary>
public sealed record Metrics
{
    /// <summary>
    /// The mean loss per row: cross-entropy in nats for classes, the squared error of what the network learns for numbers
    /// (by <c>preprocessing.target</c>, not the number itself).
    /// </summary>
    public required double Loss { get; init; }

    /// <summary>The share of rows classified rightly, 0 to 1.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The area under the ROC curve, the mean over the classes against the rest where there are more than two.</summary>
    public double? RocAuc { get; init; }

    /// <summary>The mean of the harmonic means of precision and recall over the classes that some row has or is taken for.</summary>
    public double? MacroF1 { get; init; }

    /// <summary>The root of the mean squared error, in the unit of the target.</summary>
    public double? Rmse { get; init; }

    /// <summary>The mean absolute error, in the unit of the target.</summary>
    public double? Mae { get; init; }

    /// <summary>
    /// The root of the mean squared error of the natural logarithms, where every target is positive. Predictions below 1 count as 1;
    /// where a target is below 1, those below a thousandth of the smallest target count as that.
    /// </summary>
    public double? LogRmse { get; init; }
}
