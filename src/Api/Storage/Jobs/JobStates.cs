using LearnML.Contracts;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Groups of job states.</summary>
internal static class JobStates
{
    /// <summary>The states of a job that was started and has not ended. Its owner may have crashed.</summary>
    public static readonly JobState[] Active = [JobState.Running, JobState.Stopping];

    /// <summary>The states of a job that has not ended.</summary>
    public static readonly JobState[] Open = [JobState.Queued, .. Active];

    /// <summary>The states of a job that has ended.</summary>
    public static readonly JobState[] Ended = [JobState.Stopped, JobState.Succeeded, JobState.Failed, JobState.Cancelled, JobState.Interrupted];

    /// <summary>The states of a job that has ended and can be resumed from its latest checkpoint.</summary>
    public static readonly JobState[] Resumable = [JobState.Stopped, JobState.Failed, JobState.Interrupted];
}
