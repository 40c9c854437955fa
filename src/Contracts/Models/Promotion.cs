namespace LearnML.Contracts;

/// <summary>Whether a new version took over the requests that name only the model, as the model's setting <c>promote</c> decided.</summary>
/// <param name="Outcome">The reason.</param>
/// <param name="Reason">The reason as a sentence.</param>
public sealed record Promotion(PromotionOutcome Outcome, string Reason)
{
    /// <summary>The version that served before; null if none did.</summary>
    public int? ServedVersion { get; init; }

    /// <summary>The metric that was compared: <c>test.accuracy</c>, <c>validation.rmse</c>, ...; null if none was.</summary>
    public string? Metric { get; init; }

    /// <summary>The metric of the new version; null if none was compared.</summary>
    public double? Score { get; init; }

    /// <summary>The metric of the version that served; null if none was compared.</summary>
    public double? ServedScore { get; init; }
}
