namespace LearnML.Contracts;

/// <summary>What the network learns in place of a number.</summary>
public enum TargetTransform
{
    /// <summary><see cref="Log"/> where every target is positive, their skewness is above 0.5 and their logarithms' is less; else <see cref="Standardize"/>.</summary>
    Auto,

    /// <summary>The number as it stands, as in the course notes.</summary>
    None,

    /// <summary>The number less the mean, divided by the standard deviation.</summary>
    Standardize,

    /// <summary>The standardized natural logarithm. Every target must be positive.</summary>
    Log,
}
