using LearnML.Api.Hosting;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.State;

namespace LearnML.Api.Storage.Recovery;

/// <summary>A job, or an imported model, as its checkpoints describe it.</summary>
/// <param name="Id">The id in the name of the checkpoint folder.</param>
/// <param name="Spec">The spec of the job.</param>
/// <param name="Versions">The checkpoints of its model versions.</param>
/// <param name="CanResume">Whether it has a latest checkpoint.</param>
/// <param name="ChangedAt">When its newest checkpoint was saved.</param>
internal sealed record RecoveredJob(Guid Id, JobSpec Spec, IReadOnlyList<RecoveredVersion> Versions, bool CanResume, DateTimeOffset ChangedAt)
{
    /// <summary>Whether the model was imported, so that no job here trained it.</summary>
    public bool IsImported => Versions is [var first, ..] && first.Description.JobId != Id;

    /// <summary>What people wrote on the job.</summary>
    public JobLabels Labels { get; init; } = new();

    /// <summary>Reads what the checkpoints of a folder say.</summary>
    /// <param name="id">The id in the name of the folder.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="onDamaged">Receives the message of each description that cannot be read.</param>
    /// <returns>The job; null if no checkpoint describes it.</returns>
    public static RecoveredJob? Read(Guid id, CheckpointFolder folder, Action<string> onDamaged)
    {
        var versions = new List<RecoveredVersion>();
        foreach (var checkpoint in folder.ListCheckpoints())
        {
            try
            {
                var (description, savedAt) = folder.ReadDescription(checkpoint);
                var model = folder.ReadModelName(checkpoint) ?? description.Spec.Model ?? description.Spec.Dataset;
                versions.Add(new RecoveredVersion(id, checkpoint, description, model, savedAt));
            }
            catch (CheckpointException exception)
            {
                onDamaged($"{id}/{checkpoint}: {exception.Message}");
            }
        }

        var latest = folder.ListLatest();
        return (folder.ReadSpec() ?? versions.LastOrDefault()?.Description.Spec) is not { } spec
            ? null
            : new RecoveredJob(id, spec, versions, latest.Count > 0, latest.Count > 0
                ? File.GetLastWriteTimeUtc(latest[0])
                : versions.Max(version => version.SavedAt))
            {
                Labels = ReadLabels(id, folder, onDamaged),
            };
    }

    private static JobLabels ReadLabels(Guid id, CheckpointFolder folder, Action<string> onDamaged)
    {
        try
        {
            return folder.ReadLabels() ?? new JobLabels();
        }
        catch (CheckpointException exception)
        {
            onDamaged($"{id}: {exception.Message}");
            return new JobLabels();
        }
    }

    /// <summary>Creates the job's row. Its epochs and its report are lost.</summary>
    /// <param name="newest">The newest version of the job; null if it has none.</param>
    /// <param name="number">The number of that version.</param>
    public JobRow CreateRow(RecoveredVersion? newest, int? number) => new()
    {
        Id = Id,
        State = newest is null ? JobState.Interrupted : CanResume ? JobState.Stopped : JobState.Succeeded,
        Spec = Spec,
        Dataset = Spec.Dataset,
        Model = Spec.Model ?? Spec.Dataset,
        Name = Labels.Name,
        Note = Labels.Note,
        Tags = Labels.Tags ?? [],
        Starred = Labels.Starred ?? false,
        Project = Labels.Project,
        Queue = TrainingServer.CpuQueue,
        StartedBy = JobRow.LocalCaller,
        Progress = newest is not null && !CanResume ? 1 : 0,
        Epoch = newest?.Description.Epoch ?? 0,
        Best = newest?.Description.Validation,
        CreatedAt = CreatedAt,
        StartedAt = CreatedAt,
        EndedAt = ChangedAt,
        Error = newest is null
            ? $"The database was repaired before the job had ended. POST /api/jobs/{Id}/resume continues from its latest checkpoint."
            : null,
        Version = number,
    };

    /// <summary>The time when the job was posted, which is part of its id, a UUID of version 7 (RFC 9562, section 5.7).</summary>
    private DateTimeOffset CreatedAt =>
        DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(Id.ToString("n")[..12], fromBase: 16));
}
