using LearnML.Api.Storage.Jobs;
using LearnML.Training.Checkpoints;

namespace LearnML.Api.Storage.Recovery;

/// <summary>A model version, as its checkpoint describes it.</summary>
/// <param name="JobId">The id of the job or import.</param>
/// <param name="Checkpoint">The name of the checkpoint.</param>
/// <param name="Description">What the checkpoint says.</param>
/// <param name="Model">The name of the model.</param>
/// <param name="SavedAt">When the checkpoint was saved.</param>
internal sealed record RecoveredVersion(
    Guid JobId, string Checkpoint, CheckpointDescription Description, string Model, DateTimeOffset SavedAt)
{
    /// <summary>Creates the version's row.</summary>
    /// <param name="number">The number of the version.</param>
    public ModelVersionRow CreateRow(int number) => new()
    {
        Name = Model,
        Version = number,
        JobId = JobId,
        Checkpoint = Checkpoint,
        Details = VersionRows.FromCheckpoint(JobId, Checkpoint, Description, Model, number, SavedAt),
    };
}
