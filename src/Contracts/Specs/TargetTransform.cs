namespace LearnML.Contracts;

/// <summary>The transformation of a numeric target. The network learns the transformed number.</summary>
public enum TargetTransform
{
    /// <summary>
    /// <see cref="Log"/> if every target is positive, the skewness of the targets is above 0.5, and the skewness of their logarithms is smaller;
    /// otherwise <see cref="Standardize"/>.
    /// </summary>
    Auto,

    /// <summary>The unchanged number, as in the d2l.ai book.</summary>
    None,

    /// <summary>The number minus the mean, divided by the standard deviation.</summary>
    Standardize,

    /// <summary>The standardized natural logarithm. Every target must be positive.</summary>
    Log,
}
