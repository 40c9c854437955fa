using LearnML.Contracts;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Adds the model version of a finished job.</summary>
internal static class VersionRows
{
    /// <summary>Returns the number of the next version of a model.</summary>
    public static int FindNextVersion(this LearnMLContext context, string model) =>
        1 + (context.ModelVersions.Where(row => row.Name == model).Max(row => (int?)row.Version) ?? 0);

    /// <summary>Adds a version in the caller's transaction.</summary>
    public static void AddVersion(this LearnMLContext context, JobRow job, int version, TrainingOutcome outcome, DateTimeOffset now) =>
        context.Add(new ModelVersionRow
        {
            Name = job.Model,
            Version = version,
            JobId = job.Id,
            Checkpoint = outcome.CheckpointName,
            Details = new ModelVersion
            {
                Name = job.Model,
                Version = version,
                JobId = job.Id,
                CreatedAt = now,
                Dataset = job.Dataset,
                Spec = job.Spec,
                DatasetHash = outcome.Description.DatasetHash,
                WeightsSha256 = outcome.Description.WeightsSha256,
                WeightsBytes = outcome.Description.WeightsBytes,
                Epoch = outcome.Description.Epoch,
                Parameters = outcome.Description.Parameters,
                Validation = outcome.Report.Validation!,
                Test = outcome.Report.Test,
                Task = outcome.Report.Task,
                Classes = outcome.Report.Classes,
            },
        });
}
