using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs;

/// <summary>The checkpoints of each job.</summary>
/// <param name="jobs">The jobs.</param>
/// <param name="options">The settings.</param>
public sealed class JobCheckpoints(JobStore jobs, IOptions<LearnMLOptions> options)
{
    /// <summary>Those of a job.</summary>
    public CheckpointFolder Of(Guid jobId) => new(options.Value.CheckpointFolder(jobId));

    /// <summary>Removes what nobody will go on from: of a job that succeeded, was cancelled or is gone, all but its model versions.</summary>
    public void Tidy(Guid jobId)
    {
        if (jobs.StateOf(jobId) is JobState.Succeeded or JobState.Cancelled or null)
        {
            Of(jobId).Keep(jobs.Checkpoints(jobId));
        }
    }

    /// <summary>The same for all jobs that have anything but model versions: some processes are killed before they can.</summary>
    public void TidyAll()
    {
        var folder = options.Value.CheckpointsFolder;
        var left = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(job => Directory.EnumerateFiles(job).Any()) : [];
        foreach (var job in left.Select(Path.GetFileName).ToList())
        {
            // Anything else there is not ours.
            if (Guid.TryParse(job, out var id))
            {
                Tidy(id);
            }
        }
    }
}
