namespace LearnML.Api.Jobs;

/// <summary>How far a running job is.</summary>
/// <param name="Share">The share of the training that is done, 0 to 1.</param>
/// <param name="SamplesPerSecond">Training rows per second since the start, validation included.</param>
/// <param name="EtaSeconds">Seconds that remain.</param>
public sealed record JobProgress(double Share, double SamplesPerSecond, double EtaSeconds);
