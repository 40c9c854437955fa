using LearnML.Contracts;

namespace LearnML.Api.Jobs.Running;

/// <summary>How a job ended.</summary>
/// <param name="State">The final state.</param>
/// <param name="Reason">The kind of reason.</param>
public sealed record JobEnd(JobState State, EndReason Reason);
