using LearnML.Api.Hosting;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Storage.Jobs;

/// <summary>The checkpoints of each job.</summary>
/// <param name="jobs">The stored jobs.</param>
/// <param name="options">The settings.</param>
public sealed class JobCheckpoints(JobStore jobs, IOptions<LearnMLOptions> options)
{
    /// <summary>Returns the checkpoint folder of a job. The folder need not exist.</summary>
    public CheckpointFolder GetFolder(Guid jobId) => new(options.Value.CheckpointFolder(jobId));

    /// <summary>
    /// Deletes the checkpoints that can no longer be resumed from. If the job succeeded, was cancelled or was deleted, only the checkpoints
    /// of its model versions stay. Other jobs keep all their checkpoints.
    /// </summary>
    public async Task DeleteUnusedAsync(Guid jobId, CancellationToken cancellationToken = default)
    {
        if (await jobs.GetStateAsync(jobId, cancellationToken) is JobState.Succeeded or JobState.Cancelled or null)
        {
            GetFolder(jobId).DeleteAllExcept(await jobs.GetCheckpointNamesAsync(jobId, cancellationToken));
        }
    }

    /// <summary>
    /// Calls <see cref="DeleteUnusedAsync"/> for every job that still has training checkpoints. A killed process may not have deleted them.
    /// </summary>
    public async Task DeleteAllUnusedAsync(CancellationToken cancellationToken)
    {
        var folder = options.Value.CheckpointsFolder;
        var unfinished = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(job => Directory.EnumerateFiles(job).Any()) : [];
        foreach (var job in unfinished.Select(Path.GetFileName).ToList())
        {
            // Other folders do not belong to LearnML.
            if (Guid.TryParse(job, out var id))
            {
                await DeleteUnusedAsync(id, cancellationToken);
            }
        }
    }
}
