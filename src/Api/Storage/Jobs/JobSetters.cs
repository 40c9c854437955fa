using Microsoft.EntityFrameworkCore.Query;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Changes of columns that several updates of a job share.</summary>
internal static class JobSetters
{
    /// <summary>Stores the progress of a running job. Without one, the speed and the remaining time are unknown.</summary>
    public static UpdateSettersBuilder<JobRow> SetProgress(this UpdateSettersBuilder<JobRow> job, JobProgress? progress)
    {
        if (progress is not null)
        {
            job.SetProperty(row => row.Progress, progress.Share);
        }

        return job.SetProperty(row => row.SamplesPerSecond, progress?.SamplesPerSecond).SetProperty(row => row.EtaSeconds, progress?.EtaSeconds);
    }

    /// <summary>Removes the owner of a job, and the remaining time, which only an owner knows.</summary>
    public static UpdateSettersBuilder<JobRow> RemoveOwner(this UpdateSettersBuilder<JobRow> job) => job
        .SetProperty(row => row.Owner, (string?)null)
        .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
        .SetProperty(row => row.EtaSeconds, (double?)null);
}
