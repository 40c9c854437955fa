using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// How a table's rows become numbers. Numbers are standardized, and a missing number becomes the mean. Each category gets its own input, and so
/// do missing categories. Dates become year, month, day, weekday and hour. Identifiers and constants are left out.
/// </summary>
public sealed record PreprocessingSpec
{
    /// <summary>The input columns. Default: all except the target, identifiers, constants and columns that the upload excluded.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The rows from which means, standard deviations and categories are computed. Default: <c>trainingRows</c>.</summary>
    public PreprocessingStatistics Statistics { get; init; } = PreprocessingStatistics.TrainingRows;

    /// <summary>The transformation of a numeric target. Default: <c>auto</c>.</summary>
    public TargetTransform Target { get; init; } = TargetTransform.Auto;

    /// <summary>
    /// How far a predicted number can leave the range of the training rows' targets, on each side, as a share of this range; at least 0. Not with
    /// the target <c>none</c>. Default: 0.1.
    /// </summary>
    [Range(0d, float.MaxValue)]
    public double TargetMargin { get; init; } = 0.1;

    /// <summary>
    /// Whether x becomes sign(x)·log(1 + |x|) before standardization, in numeric columns with a skewness above 1 in magnitude.
    /// Default: false.
    /// </summary>
    public bool LogSkewed { get; init; }

    /// <summary>
    /// Standardized numbers are clipped to this many standard deviations, above 0, so that a few extreme rows do not dominate the
    /// training. Default: no clipping.
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? Clip { get; init; }

    /// <summary>
    /// The number of most frequent categories of a column that get their own input, 1 to 10,000; all other categories share
    /// one input. Default: 100.
    /// </summary>
    [Range(1, 10_000)]
    public int MaximumCategories { get; init; } = 100;
}
