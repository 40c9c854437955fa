namespace LearnML.Contracts;

/// <summary>The jobs of one queue.</summary>
/// <param name="Name">The queue's name: <c>cpu</c>, <c>gpu</c> for any GPU, or for example <c>cuda-0</c> for jobs that name this GPU.</param>
/// <param name="Queued">The number of jobs that wait.</param>
/// <param name="Running">The number of jobs that run or are stopping.</param>
/// <param name="OldestSeconds">The age of the oldest waiting job, in seconds; null if no job waits.</param>
public sealed record QueueStatus(string Name, int Queued, int Running, double? OldestSeconds);
