namespace LearnML.Contracts;

/// <summary>How a network's weights start.</summary>
public sealed record InitializationSpec
{
    /// <summary>The distribution. Default: <c>default</c>.</summary>
    public InitializationKind Kind { get; init; } = InitializationKind.Default;

    /// <summary>The standard deviation of <c>normal</c>, above 0. Default: 0.01. Belongs to no other kind.</summary>
    public double? Std { get; init; }
}
