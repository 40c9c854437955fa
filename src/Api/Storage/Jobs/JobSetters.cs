using LearnML.Contracts;
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

    /// <summary>Stores the labels that change.</summary>
    /// <param name="job">The update.</param>
    /// <param name="labels">The new values.</param>
    /// <param name="changes">The names of those that change, as in JSON.</param>
    public static UpdateSettersBuilder<JobRow> SetLabels(this UpdateSettersBuilder<JobRow> job, JobLabels labels, IReadOnlySet<string> changes)
    {
        // An update needs at least one column. This one keeps its value, and locks the row.
        job.SetProperty(row => row.Token, row => row.Token);
        if (changes.Contains("name"))
        {
            job.SetProperty(row => row.Name, labels.Name);
        }

        if (changes.Contains("note"))
        {
            job.SetProperty(row => row.Note, labels.Note);
        }

        if (changes.Contains("tags"))
        {
            var tags = labels.Tags ?? [];
            job.SetProperty(row => row.Tags, tags);
        }

        if (changes.Contains("starred"))
        {
            var isStarred = labels.Starred ?? false;
            job.SetProperty(row => row.Starred, isStarred);
        }

        if (changes.Contains("project"))
        {
            job.SetProperty(row => row.Project, labels.Project);
        }

        return job;
    }

    /// <summary>Removes the owner of a job, and the remaining time, which only an owner knows.</summary>
    public static UpdateSettersBuilder<JobRow> RemoveOwner(this UpdateSettersBuilder<JobRow> job) => job
        .SetProperty(row => row.Owner, (string?)null)
        .SetProperty(row => row.LeaseUntil, (DateTimeOffset?)null)
        .SetProperty(row => row.EtaSeconds, (double?)null);
}
