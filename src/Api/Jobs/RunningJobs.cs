using System.Collections.Concurrent;

namespace LearnML.Api.Jobs;

/// <summary>
/// The jobs that this process trains. A stop or cancel that this process receives takes effect at once; a process that trains the job elsewhere
/// notices it within a second.
/// </summary>
public sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, JobWrites> writes = new();

    /// <summary>The number of jobs this process trains.</summary>
    public int Count => writes.Count;

    /// <summary>Checks at once whether a job was stopped or cancelled. Does nothing if this process does not train it.</summary>
    public void Look(Guid jobId) => writes.GetValueOrDefault(jobId)?.Look();

    internal void Add(Guid jobId, JobWrites of) => writes[jobId] = of;

    internal void Remove(Guid jobId) => writes.TryRemove(jobId, out _);
}
