using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// From which probability on a model of two classes answers the positive class. The threshold is chosen on rows that the network was not trained on:
/// the validation rows, or all rows with their out-of-fold predictions.
/// </summary>
public sealed record ThresholdSpec
{
    /// <summary>What the threshold is chosen by. Default: <c>f1</c>.</summary>
    public ThresholdRule By { get; init; } = ThresholdRule.F1;

    /// <summary>The positive class, which is to be found. Default: the second class in the order of the model's classes.</summary>
    public string? Positive { get; init; }

    /// <summary>The precision or the recall that is wanted, above 0 and at most 1. Required for these rules, and only for them.</summary>
    [Range(0d, 1d, MinimumIsExclusive = true)]
    public double? AtLeast { get; init; }

    /// <summary>What a false alarm costs: a row of the other class that is taken for the positive class. Default: 1.</summary>
    [Range(0d, 1e9, MinimumIsExclusive = true)]
    public double FalseAlarm { get; init; } = 1;

    /// <summary>What a miss costs: a row of the positive class that is not taken for it. Default: 1.</summary>
    [Range(0d, 1e9, MinimumIsExclusive = true)]
    public double Miss { get; init; } = 1;
}
