namespace LearnML.Api.Storage.Jobs;

/// <summary>The progress of a running job.</summary>
/// <param name="Share">The completed share of the training, 0 to 1.</param>
/// <param name="SamplesPerSecond">Training rows per second since this process started the job; the time of validation counts.</param>
/// <param name="EtaSeconds">The estimated remaining seconds.</param>
public sealed record JobProgress(double Share, double SamplesPerSecond, double EtaSeconds);
