namespace LearnML.Contracts;

/// <summary>A line of a job's log: an event other than an epoch.</summary>
/// <param name="Sequence">The sequence number: 1, 2, 3, ... within the job, without gaps.</param>
/// <param name="At">When the line was stored (UTC).</param>
/// <param name="Level">The severity.</param>
/// <param name="Message">What happened, in plain English.</param>
public sealed record JobLogEntry(long Sequence, DateTimeOffset At, JobLogLevel Level, string Message);
