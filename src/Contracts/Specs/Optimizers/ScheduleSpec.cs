using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>How the learning rate changes during training.</summary>
public sealed record ScheduleSpec
{
    /// <summary>The default of <see cref="Factor"/>.</summary>
    public const double DefaultFactor = 0.1;

    /// <summary>The default of <see cref="Patience"/>, in epochs, as in PyTorch.</summary>
    public const int DefaultPatience = 10;

    /// <summary>The schedule. Default: <c>constant</c>.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>
    /// The number of warm-up epochs, in which the learning rate increases linearly from step to step; then the schedule starts. At least 0, and
    /// less than the run's number of epochs. Default: 0. Not with <c>oneCycle</c>, which has its own warm-up.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int WarmUpEpochs { get; init; }

    /// <summary>
    /// The number of epochs between two changes of <c>step</c>; at least 1, and less than the number of epochs after the warm-up. Required for
    /// <c>step</c>, and only for it.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? StepEpochs { get; init; }

    /// <summary>The factor of <c>step</c> and <c>plateau</c>, in (0, 1). Default: 0.1. Only for these two.</summary>
    [Range(0d, 1d, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? Factor { get; init; }

    /// <summary>
    /// <c>plateau</c> changes the learning rate after this many epochs without a lower validation loss, counted from the end of the warm-up. At
    /// least 1, and less than the number of epochs after the warm-up. Default: 10. Only for <c>plateau</c>.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int? Patience { get; init; }

    /// <summary>The minimum of <c>cosine</c> and <c>plateau</c>; at least 0 and below the learning rate. Default: 0. Only for these two.</summary>
    [Range(0d, float.MaxValue)]
    public double? Minimum { get; init; }
}
