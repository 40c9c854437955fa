using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>How the learning rate changes while training.</summary>
public sealed record ScheduleSpec
{
    /// <summary>The rule. Default: <c>constant</c>.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>
    /// Epochs at the start in which the learning rate rises step by step, in equal parts, to its value; then the rule begins. 0 or
    /// more, below the run's. Default: 0. Not with <c>oneCycle</c>, which has a rise of its own.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int WarmUpEpochs { get; init; }

    /// <summary>Epochs between two changes of <c>step</c>, 1 or more, fewer than the run has after its warm-up. Required there, and belongs to no other kind.</summary>
    [Range(1, int.MaxValue)]
    public int? StepEpochs { get; init; }

    /// <summary>What <c>step</c> and <c>plateau</c> multiply by, in (0, 1). Default: 0.1. Belongs to no other kind.</summary>
    [Range(0d, 1d, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? Factor { get; init; }

    /// <summary>Epochs without a lower validation loss after which <c>plateau</c> changes the learning rate, counted from the end of the warm-up; 1 or more, fewer than the run then has. Default: 10. Belongs to no other kind.</summary>
    [Range(1, int.MaxValue)]
    public int? Patience { get; init; }

    /// <summary>What <c>cosine</c> and <c>plateau</c> go down to, 0 or more and below the learning rate. Default: 0. Belongs to no other kind.</summary>
    [Range(0d, float.MaxValue)]
    public double? Minimum { get; init; }
}
