namespace LearnML.Contracts;

/// <summary>How the numbers of a column are centered and scaled.</summary>
public enum NumberScaling
{
    /// <summary>Minus the mean, divided by the standard deviation.</summary>
    Standard,

    /// <summary>
    /// Minus the median, divided by the distance between the quartiles, so that a few extreme rows change nothing. If both quartiles are equal, half
    /// of the range divides.
    /// </summary>
    Robust,

    /// <summary>
    /// By rank to a standard normal distribution: a number that a tenth of the training rows is below becomes -1.28, the median 0. Equal numbers have
    /// their middle rank, so no noise is needed to tell them apart. No input exceeds 3.09 in magnitude.
    /// </summary>
    Quantile,
}
