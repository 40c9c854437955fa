using LearnML.Contracts;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Filter, order and page of a job list.</summary>
/// <param name="State">Only jobs in this state; null for all.</param>
/// <param name="Dataset">Only jobs on this dataset; null for all.</param>
/// <param name="Model">Only jobs of this model; null for all.</param>
/// <param name="OldestFirst">Whether the oldest job comes first; otherwise the newest does.</param>
/// <param name="Skip">The number of jobs before the page.</param>
/// <param name="Take">The largest number of jobs on the page.</param>
public sealed record JobQuery(JobState? State, string? Dataset, string? Model, bool OldestFirst, int Skip, int Take)
{
    internal IQueryable<JobRow> Filter(IQueryable<JobRow> jobs) => jobs.Where(job =>
        (State == null || job.State == State) &&
        (Dataset == null || job.Dataset == Dataset) &&
        (Model == null || job.Model == Model));

    // The ids are UUIDs of version 7, which sort by creation time.
    internal IQueryable<JobRow> Sort(IQueryable<JobRow> jobs) =>
        OldestFirst ? jobs.OrderBy(job => job.Id) : jobs.OrderByDescending(job => job.Id);
}
