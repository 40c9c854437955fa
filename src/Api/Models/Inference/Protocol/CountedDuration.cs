namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>A number of requests and their total duration.</summary>
/// <param name="Count">The number of requests.</param>
/// <param name="Ns">Their total duration in nanoseconds.</param>
internal sealed record CountedDuration(long Count, long Ns);
