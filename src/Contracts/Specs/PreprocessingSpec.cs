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
    /// How far a predicted number can leave the range of the training rows' targets, on each side, as a share of this range; at least 0. Only for
    /// regression, and not with the target <c>none</c>. Default: 0.1.
    /// </summary>
    [Range(0d, float.MaxValue)]
    public double TargetMargin { get; init; } = 0.1;

    /// <summary>
    /// Whether x becomes sign(x)·log(1 + |x|) before standardization, in numeric columns with a skewness above 1 in magnitude.
    /// Default: false.
    /// </summary>
    public bool LogSkewed { get; init; }

    /// <summary>How numbers are centered and scaled. Default: <c>standard</c>.</summary>
    public NumberScaling Scaling { get; init; } = NumberScaling.Standard;

    /// <summary>
    /// A scaled number x becomes x / √(1 + (x/c)²), where c, above 0, is this limit: small numbers stay as they are, and extreme ones approach c
    /// without losing their order (Holzmüller et al. 2024, https://arxiv.org/abs/2407.04491, with c = 3). Default: no limit.
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? SmoothClip { get; init; }

    /// <summary>
    /// Whether a numeric column with missing numbers in the training rows gets a second input, which is 1 where the number is missing.
    /// Default: false.
    /// </summary>
    public bool MissingIndicators { get; init; }

    /// <summary>
    /// A numeric column also gets an input for each of this many bins, 2 to 256, between quantiles of the training rows: 0 for numbers below the
    /// bin, 1 above it, and the share of the bin below the number within it (the piecewise linear encoding of Gorishniy et al. 2022,
    /// https://arxiv.org/abs/2203.05556). Columns with few different numbers get fewer bins. Default: none.
    /// </summary>
    [Range(2, 256)]
    public int? Bins { get; init; }

    /// <summary>
    /// Scaled numbers are clipped to this magnitude, above 0, so that a few extreme rows do not dominate the training. Default: no clipping.
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? Clip { get; init; }

    /// <summary>
    /// The number of most frequent categories of a column that get their own input, 1 to 10,000; all other categories share
    /// one input. Default: 100.
    /// </summary>
    [Range(1, 10_000)]
    public int MaximumCategories { get; init; } = 100;

    /// <summary>
    /// The number of training rows, at least 1, that a category needs for an input of its own. Rarer categories share one input, and with it the
    /// network also learns what to predict for categories that it has never seen. Default: 1.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MinimumCategoryRows { get; init; } = 1;
}
