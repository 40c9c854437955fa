namespace LearnML.Contracts;

/// <summary>How long a job would take, judging by what this process has measured.</summary>
/// <param name="Seconds">The time in seconds. It can easily be off by half.</param>
/// <param name="IsUpperBound">Whether early stopping can end the training before.</param>
public sealed record TimeEstimate(double Seconds, bool IsUpperBound);
