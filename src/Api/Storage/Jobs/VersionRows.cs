using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Creates model versions: of a finished job, or of a checkpoint alone.</summary>
internal static class VersionRows
{
    /// <summary>Returns the number of the next version of a model.</summary>
    public static int FindNextVersion(this LearnMLContext context, string model) =>
        1 + (context.ModelVersions.Where(row => row.Name == model).Max(row => (int?)row.Version) ?? 0);

    /// <summary>Returns the version that a finished job adds.</summary>
    public static ModelVersion FromOutcome(JobRow job, int version, TrainingOutcome outcome, DateTimeOffset now) => new()
    {
        Name = job.Model,
        Version = version,
        JobId = job.Id,
        CreatedAt = now,
        Dataset = job.Dataset,
        Spec = outcome.Description.Spec,
        DatasetHash = outcome.Description.DatasetHash,
        TrainingDataHash = outcome.TrainingDataHash,
        WeightsSha256 = outcome.Description.WeightsSha256,
        WeightsBytes = outcome.Description.WeightsBytes,
        Epoch = outcome.Description.Epoch,
        Parameters = outcome.Description.Parameters,
        Validation = outcome.Report.Validation!,
        Test = outcome.Report.Test,
        Task = outcome.Report.Task,
        Classes = outcome.Report.Classes,
    };

    /// <summary>Returns the version that a checkpoint describes, for an import and for a repaired database.</summary>
    /// <param name="jobId">The id of the folder of the checkpoint: that of its job, or of the import.</param>
    /// <param name="checkpoint">The name of the checkpoint.</param>
    /// <param name="description">What the checkpoint says.</param>
    /// <param name="model">The name of the model.</param>
    /// <param name="number">The number of the version; 0 if it has none yet.</param>
    /// <param name="createdAt">When the version was created.</param>
    public static ModelVersion FromCheckpoint(
        Guid jobId, string checkpoint, CheckpointDescription description, string model, int number, DateTimeOffset createdAt) => new()
        {
            Name = model,
            Version = number,
            JobId = jobId,
            IsImported = description.JobId != jobId,
            Checkpoint = checkpoint,
            CreatedAt = createdAt,
            Dataset = description.Spec.Dataset,
            Spec = description.Spec,
            DatasetHash = description.DatasetHash,
            WeightsSha256 = description.WeightsSha256,
            WeightsBytes = description.WeightsBytes,
            Epoch = description.Epoch,
            Parameters = description.Parameters,
            Validation = description.Validation,
            Task = description.Target is null ? LearningTask.Classification : LearningTask.Regression,
            Classes = description.Target is null ? description.Classes : null,
        };
}
