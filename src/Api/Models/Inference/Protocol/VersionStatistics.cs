namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>The statistics of a model version.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">The number of the version.</param>
/// <param name="LastInference">When the last request ended, in milliseconds since 1970.</param>
/// <param name="InferenceCount">The number of predicted rows.</param>
/// <param name="ExecutionCount">The number of answered requests.</param>
/// <param name="InferenceStats">How long the requests took.</param>
/// <param name="BatchStats">Durations by batch size; always empty, because they are not counted.</param>
internal sealed record VersionStatistics(
    string Name,
    string Version,
    long LastInference,
    long InferenceCount,
    long ExecutionCount,
    RequestDurations InferenceStats,
    IReadOnlyList<CountedDuration> BatchStats);
