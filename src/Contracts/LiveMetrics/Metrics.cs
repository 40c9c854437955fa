namespace LearnML.Contracts;

/// <summary>Scores over a set of rows.</summary>
public sealed record Metrics
{
    /// <summary>The mean loss per row: cross-entropy in nats for classes.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of rows classified rightly, 0 to 1.</summary>
    public double? Accuracy { get; init; }
}
