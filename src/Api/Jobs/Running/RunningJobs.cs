using System.Collections.Concurrent;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// The jobs that this process trains. A stop or cancel that this process receives takes effect at once; a process that trains the job elsewhere
/// notices it within a second.
/// </summary>
public sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, JobWriter> writers = new();

    /// <summary>The number of jobs this process trains.</summary>
    public int Count => writers.Count;

    /// <summary>Checks at once whether a job was stopped or cancelled. Does nothing if this process does not train it.</summary>
    public void CheckNow(Guid jobId) => writers.GetValueOrDefault(jobId)?.CheckNow();

    internal void Add(Guid jobId, JobWriter writer) => writers[jobId] = writer;

    internal void Remove(Guid jobId) => writers.TryRemove(jobId, out _);
}
