using LearnML.Api.Hosting;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Storage.Jobs;

/// <summary>The checkpoints of each job.</summary>
/// <param name="jobs">The stored jobs.</param>
/// <param name="options">The settings.</param>
/// <param name="log">The log.</param>
public sealed partial class JobCheckpoints(JobStore jobs, IOptions<LearnMLOptions> options, ILogger<JobCheckpoints> log)
{
    /// <summary>Returns the checkpoint folder of a job. The folder need not exist.</summary>
    public CheckpointFolder GetFolder(Guid jobId) => new(options.Value.CheckpointFolder(jobId));

    /// <summary>
    /// Writes what people wrote on a job beside its checkpoints, where a repair of the database finds it. The database has it already, so a failure
    /// is only logged.
    /// </summary>
    public async Task SaveLabelsAsync(Guid jobId)
    {
        if (await jobs.FindAsync(jobId, CancellationToken.None) is not { } job)
        {
            return;
        }

        try
        {
            GetFolder(jobId).SaveLabels(new JobLabels
            {
                Name = job.Name,
                Note = job.Note,
                Tags = job.Tags,
                Starred = job.Starred,
                Project = job.Project,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogLabelsNotSaved(exception, jobId);
        }

        // If the job was deleted meanwhile, nobody else deletes the file.
        if (await jobs.GetStateAsync(jobId, CancellationToken.None) is null)
        {
            await DeleteUnusedAsync(jobId);
        }
    }

    /// <summary>
    /// Deletes the checkpoints that can no longer be resumed from. If the job succeeded, was cancelled or was deleted, only the checkpoints
    /// of its model versions stay. Other jobs keep all their checkpoints. If a file cannot be deleted, this is only logged: the job does not need
    /// the file any more, and the next start of the service deletes it.
    /// </summary>
    public async Task DeleteUnusedAsync(Guid jobId, CancellationToken cancellationToken = default)
    {
        var state = await jobs.GetStateAsync(jobId, cancellationToken);
        if (state is not (JobState.Succeeded or JobState.Cancelled or null))
        {
            return;
        }

        var names = await jobs.GetCheckpointNamesAsync(jobId, cancellationToken);
        try
        {
            GetFolder(jobId).DeleteAllExcept(names);
            if (state is null)
            {
                GetFolder(jobId).DeleteLabels();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(exception, jobId);
        }
    }

    /// <summary>
    /// Calls <see cref="DeleteUnusedAsync"/> for every job that still has training checkpoints. A killed process may not have deleted them.
    /// </summary>
    public async Task DeleteAllUnusedAsync(CancellationToken cancellationToken)
    {
        var folder = options.Value.CheckpointsFolder;
        var unfinished = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Where(job => new CheckpointFolder(job).HasFiles) : [];
        foreach (var job in unfinished.Select(Path.GetFileName).ToList())
        {
            // Other folders do not belong to LearnML.
            if (Guid.TryParse(job, out var id))
            {
                await DeleteUnusedAsync(id, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The name, note, tags, star and project of job {JobId} could not be written beside its checkpoints.")]
    private partial void LogLabelsNotSaved(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Checkpoints that job {JobId} no longer needs could not be deleted. The next start of the service tries again.")]
    private partial void LogNotDeleted(Exception exception, Guid jobId);
}
