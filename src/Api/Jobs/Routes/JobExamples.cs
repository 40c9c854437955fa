using LearnML.Api.Documentation;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Jobs.Routes;

/// <summary>The jobs that the documented examples of the routes use.</summary>
internal static class JobExamples
{
    public static JobExample Any { get; } = new(Enum.GetValues<JobState>());

    public static JobExample Open { get; } = new(JobStates.Open);

    public static JobExample Ended { get; } = new(JobStates.Ended);

    public static JobExample Resumable { get; } = new(JobStates.Resumable);

    public static JobExample WithReport { get; } = new(JobState.Succeeded, JobState.Stopped);

    public static JobExample WithHouseModel { get; } = new(JobState.Succeeded, JobState.Stopped) { Dataset = "kaggle-house" };
}
