namespace LearnML.Api.Telemetry;

/// <summary>What became of a request for predictions.</summary>
public enum PredictionOutcome
{
    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>It does not fit the model, or there is no such model.</summary>
    Wrong,

    /// <summary>There were too many at once.</summary>
    Refused,

    /// <summary>Who asked broke off.</summary>
    Gone,

    /// <summary>The service could not.</summary>
    Failed,
}
