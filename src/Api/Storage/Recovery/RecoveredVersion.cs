using LearnML.Contracts;
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
        Details = new ModelVersion
        {
            Name = Model,
            Version = number,
            JobId = JobId,
            IsImported = Description.JobId != JobId,
            Checkpoint = Checkpoint,
            CreatedAt = SavedAt,
            Dataset = Description.Spec.Dataset,
            Spec = Description.Spec,
            DatasetHash = Description.DatasetHash,
            WeightsSha256 = Description.WeightsSha256,
            WeightsBytes = Description.WeightsBytes,
            Epoch = Description.Epoch,
            Parameters = Description.Parameters,
            Validation = Description.Validation,
            Task = Description.Target is null ? LearningTask.Classification : LearningTask.Regression,
            Classes = Description.Target is null ? Description.Classes : null,
        },
    };
}
