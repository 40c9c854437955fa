namespace LearnML.Api.Models.Serving;

/// <summary>The outcome of a prediction request.</summary>
public enum PredictionOutcome
{
    /// <summary>The request was answered.</summary>
    Answered,

    /// <summary>The request does not fit the model, or the model does not exist.</summary>
    Invalid,

    /// <summary>There were too many requests at once.</summary>
    Refused,

    /// <summary>The client disconnected.</summary>
    Disconnected,

    /// <summary>The service failed.</summary>
    Failed,
}
