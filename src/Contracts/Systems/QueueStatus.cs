namespace LearnML.Contracts;

/// <summary>What there is to do on the devices of a queue.</summary>
/// <param name="Name">The queue, by its devices: <c>cpu</c>, <c>gpu</c> for any GPU, <c>cuda-0</c> for jobs that name one.</param>
/// <param name="Queued">Jobs that wait.</param>
/// <param name="Running">Jobs that run or are being stopped.</param>
/// <param name="OldestSeconds">Seconds since the oldest of those that wait was accepted; null where none waits.</param>
public sealed record QueueStatus(string Name, int Queued, int Running, double? OldestSeconds);
