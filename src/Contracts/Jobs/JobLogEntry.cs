namespace LearnML.Contracts;

/// <summary>A line of a job's log: what happened to it, other than its epochs.</summary>
/// <param name="Sequence">1, 2, 3, ... within the job, without a gap.</param>
/// <param name="At">When it was stored (UTC).</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Message">What happened, in plain English.</param>
public sealed record JobLogEntry(long Sequence, DateTimeOffset At, JobLogLevel Level, string Message);
