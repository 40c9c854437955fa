using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// How a table's rows become numbers: numbers are standardized, with the mean for a missing one; categories get an input
/// each, and one for a missing one; dates become year, month, day, weekday and hour; identifiers and constants are left out.
/// </summary>
public sealed record PreprocessingSpec
{
    /// <summary>The columns to learn from. Default: all but the target, identifiers, constants and those that the upload excluded.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The rows whose means, deviations and categories count. Default: <c>trainingRows</c>.</summary>
    public PreprocessingStatistics Statistics { get; init; } = PreprocessingStatistics.TrainingRows;

    /// <summary>What the network learns in place of a number. Default: <c>auto</c>.</summary>
    public TargetTransform Target { get; init; } = TargetTransform.Auto;

    /// <summary>
    /// Replace x by sign(x)·log(1 + |x|) in numeric columns of a skewness above 1 in magnitude, before they are
    /// standardized. Default: false.
    /// </summary>
    public bool LogSkewed { get; init; }

    /// <summary>
    /// Standardized numbers beyond this many standard deviations are moved to it, so that a few extreme rows do not rule the
    /// network; above 0. Default: none are moved.
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? Clip { get; init; }

    /// <summary>
    /// How many categories of a column get an input of their own, the most frequent first, 1 to 10,000; the others share
    /// one. Default: 100.
    /// </summary>
    [Range(1, 10_000)]
    public int MaximumCategories { get; init; } = 100;
}
