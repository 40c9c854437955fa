using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>The initial weights of linear layers.</summary>
public sealed record InitializationSpec
{
    /// <summary>The default of <see cref="Std"/>.</summary>
    public const double DefaultStd = 0.01;

    /// <summary>The default of <see cref="Low"/>.</summary>
    public const double DefaultLow = -0.1;

    /// <summary>The default of <see cref="High"/>.</summary>
    public const double DefaultHigh = 0.1;

    /// <summary>The distribution. Default: <c>default</c>.</summary>
    public InitializationKind Kind { get; init; } = InitializationKind.Default;

    /// <summary>The standard deviation of <c>normal</c>, above 0. Default: 0.01. Only for <c>normal</c>.</summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? Std { get; init; }

    /// <summary>The lower end of <c>uniform</c>, below <see cref="High"/>. Default: -0.1. Only for <c>uniform</c>.</summary>
    public double? Low { get; init; }

    /// <summary>The upper end of <c>uniform</c>. Default: 0.1. Only for <c>uniform</c>.</summary>
    public double? High { get; init; }

    /// <summary>The number of <c>constant</c>. Required for <c>constant</c>, and only for it.</summary>
    public double? Value { get; init; }

    /// <summary>
    /// The initial biases: <c>default</c>, <c>normal</c>, <c>uniform</c>, <c>constant</c> or <c>zeros</c>. Default: <c>default</c>, for every
    /// distribution of the weights.
    /// </summary>
    public InitializationSpec? Bias { get; init; }
}
