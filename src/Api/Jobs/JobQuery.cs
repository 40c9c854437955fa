using LearnML.Api.Storage;
using LearnML.Contracts;

namespace LearnML.Api.Jobs;

/// <summary>Which jobs a list shows.</summary>
/// <param name="State">Only those in this state.</param>
/// <param name="Dataset">Only those on this dataset.</param>
/// <param name="Model">Only those of this model.</param>
/// <param name="OldestFirst">In the order of creation; otherwise the newest first.</param>
/// <param name="Skip">How many come before the page.</param>
/// <param name="Take">How many the page holds at most.</param>
public sealed record JobQuery(JobState? State, string? Dataset, string? Model, bool OldestFirst, int Skip, int Take)
{
    internal IQueryable<JobRow> Filter(IQueryable<JobRow> jobs) => jobs.Where(job =>
        (State == null || job.State == State) &&
        (Dataset == null || job.Dataset == Dataset) &&
        (Model == null || job.Model == Model));

    // Ids of version 7 are in the order of creation.
    internal IQueryable<JobRow> Sort(IQueryable<JobRow> jobs) =>
        OldestFirst ? jobs.OrderBy(job => job.Id) : jobs.OrderByDescending(job => job.Id);
}
