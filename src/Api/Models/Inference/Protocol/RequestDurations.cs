namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>The durations of the requests to a model version, by step.</summary>
/// <param name="Success">Requests that were answered.</param>
/// <param name="Fail">Requests that failed.</param>
/// <param name="Queue">Time in a queue; always 0, because it counts as computing.</param>
/// <param name="ComputeInput">Receiving and reading the inputs.</param>
/// <param name="ComputeInfer">Running the model.</param>
/// <param name="ComputeOutput">Writing the outputs.</param>
/// <param name="CacheHit">Responses from a cache; always 0, because there is none.</param>
/// <param name="CacheMiss">Lookups in a cache that failed; always 0.</param>
internal sealed record RequestDurations(
    CountedDuration Success,
    CountedDuration Fail,
    CountedDuration Queue,
    CountedDuration ComputeInput,
    CountedDuration ComputeInfer,
    CountedDuration ComputeOutput,
    CountedDuration CacheHit,
    CountedDuration CacheMiss);
