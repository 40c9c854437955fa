using System.Collections.Concurrent;

namespace LearnML.Api.Jobs;

/// <summary>The jobs that this process trains, so that a request for one is seen at once; other processes see it within a second.</summary>
public sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, JobWrites> writes = new();

    /// <summary>How many there are.</summary>
    public int Count => writes.Count;

    /// <summary>Has a look at what a request changed of a job.</summary>
    public void Look(Guid jobId) => writes.GetValueOrDefault(jobId)?.Look();

    internal void Add(Guid jobId, JobWrites of) => writes[jobId] = of;

    internal void Remove(Guid jobId) => writes.TryRemove(jobId, out _);
}
