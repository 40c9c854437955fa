namespace LearnML.Api.Jobs.Running;

/// <summary>
/// The jobs that this process trains. A stop or cancel that this process receives takes effect at once; a process that trains the job elsewhere
/// notices it within a second.
/// </summary>
public sealed class RunningJobs
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, JobWriter> writers = [];

    /// <summary>The number of jobs this process trains.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return writers.Count;
            }
        }
    }

    /// <summary>Checks at once whether a job was stopped or cancelled. Does nothing if this process does not train it.</summary>
    public void CheckNow(Guid jobId)
    {
        // A writer is removed before it is disposed, so under the lock it can still receive events.
        lock (gate)
        {
            writers.GetValueOrDefault(jobId)?.Report(new TrainingEvent { IsLeaseCheck = true });
        }
    }

    internal void Add(Guid jobId, JobWriter writer)
    {
        lock (gate)
        {
            writers[jobId] = writer;
        }
    }

    internal void Remove(Guid jobId)
    {
        lock (gate)
        {
            writers.Remove(jobId);
        }
    }
}
