using System.Collections.Concurrent;
using LearnML.Training.Fitting;

namespace LearnML.Api.Jobs;

/// <summary>The trainings of this process, so that a request can end one.</summary>
public sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, TrainingControl> controls = new();

    /// <summary>Ends a job's training after its batch in hand and keeps the best epoch.</summary>
    public void Stop(Guid jobId) => Find(jobId)?.Stop();

    /// <summary>Ends a job's training after its batch in hand and discards it.</summary>
    public void Cancel(Guid jobId) => Find(jobId)?.Cancel();

    internal void Add(Guid jobId, TrainingControl control) => controls[jobId] = control;

    internal void Remove(Guid jobId) => controls.TryRemove(jobId, out _);

    private TrainingControl? Find(Guid jobId) => controls.GetValueOrDefault(jobId);
}
