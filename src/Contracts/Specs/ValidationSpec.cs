namespace LearnML.Contracts;

/// <summary>
/// The rows whose loss chooses the epoch that is kept: a share of the training rows, or the dataset's own test part.
/// Default: a holdout of 0.1.
/// </summary>
public sealed record ValidationSpec
{
    /// <summary>The share of the training rows, drawn by the seed, that is kept from training; in (0, 1).</summary>
    public double? Holdout { get; init; }

    /// <summary>
    /// Validate on the dataset's own test part, as the course notes do. All training rows are trained on, and the test
    /// score is then no longer independent of the choice of the epoch: the report says so. Default: false.
    /// </summary>
    public bool TestPart { get; init; }
}
