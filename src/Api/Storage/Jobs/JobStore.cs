using LearnML.Api.Storage.Listing;
using LearnML.Api.Storage.Trials;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Reads stored jobs.</summary>
/// <param name="contexts">The database.</param>
public sealed class JobStore(IDbContextFactory<LearnMLContext> contexts)
{
    private const long MaximumPageBytes = 2 << 20;

    /// <summary>Counts the queued and running jobs of a caller.</summary>
    public async Task<int> CountOpenAsync(string startedBy, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.CountAsync(job => JobStates.Open.Contains(job.State) && job.StartedBy == startedBy, cancellationToken);
    }

    /// <summary>Returns a job; null if it does not exist.</summary>
    public async Task<Job?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Jobs.Where(job => job.Id == id).Select(JobRow.WithoutReport).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : await ToJobAsync(context, row, cancellationToken);
    }

    /// <summary>
    /// Returns one page of the jobs that match a query. The page ends before its specs have more than 2 MiB together, but has at least one job.
    /// </summary>
    internal async Task<Page<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sql = new ListingSql(context.Database.IsNpgsql());
        var listed = await context.Database.SqlQueryRaw<ListedJob>(query.SelectPage(sql), sql.Parameters).ToListAsync(cancellationToken);
        var isWholeList = query is { After: null, Skip: 0 } && listed.Count <= query.Take;
        var total = isWholeList ? listed.Count : await CountAsync(context, query, cancellationToken);
        var fitting = await TakeFittingAsync(context, [.. listed.Take(query.Take).Select(job => job.JobId)], cancellationToken);
        var rows = await context.Jobs.AsNoTracking().Where(job => fitting.Contains(job.Id)).Select(JobRow.WithoutReport)
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var positions = await GetQueuePositionsAsync(context, rows.Values, cancellationToken);
        var items = fitting.Where(rows.ContainsKey).Select(id => rows[id].ToJob(positions.TryGetValue(id, out var position) ? position : null));
        return new Page<Job>([.. items], total, query.Skip)
        {
            Next = fitting.Count < listed.Count && listed[fitting.Count - 1] is var last
                ? new JobCursor(query.Sort.Name, last.JobId, last.Number, last.Text).Format()
                : null,
        };
    }

    /// <summary>Returns the report of a job; null if it has none (yet).</summary>
    public async Task<Report?> GetReportAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(job => job.Id == id).Select(job => job.Report).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Returns the trials of a job's search that have begun.</summary>
    public async Task<IReadOnlyList<TrialRow>> GetTrialsAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Trials.AsNoTracking().Where(row => row.JobId == id).ToListAsync(cancellationToken);
    }

    /// <summary>Returns the state and the newest sequence number of each of these jobs. Jobs that do not exist are left out.</summary>
    public async Task<IReadOnlyList<(Guid Id, JobState State, long LastSequence)>> GetStatesAsync(
        IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Jobs.Where(job => ids.Contains(job.Id)).Select(job => new { job.Id, job.State, job.LastSequence })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => (row.Id, row.State, row.LastSequence))];
    }

    /// <summary>Returns the state of a job; null if it does not exist.</summary>
    public async Task<JobState?> GetStateAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Jobs.Where(job => job.Id == id).Select(job => (JobState?)job.State).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Returns the checkpoint names of a job's model versions.</summary>
    public async Task<IReadOnlyCollection<string>> GetCheckpointNamesAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ModelVersions.Where(version => version.JobId == id).Select(version => version.Checkpoint).ToListAsync(cancellationToken);
    }

    private static async Task<int> CountAsync(LearnMLContext context, JobQuery query, CancellationToken cancellationToken)
    {
        var sql = new ListingSql(context.Database.IsNpgsql());
        return (await context.Database.SqlQueryRaw<int>(query.SelectTotal(sql), sql.Parameters).ToListAsync(cancellationToken))[0];
    }

    /// <summary>Returns the first jobs whose specs are not too long together, but at least one.</summary>
    private static async Task<IReadOnlyList<Guid>> TakeFittingAsync(
        LearnMLContext context, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var sizes = await context.Database.SqlQuery<SpecSize>($"""SELECT "Id", octet_length("Spec") AS "Bytes" FROM "Jobs" """)
            .Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => (long)row.Bytes, cancellationToken);
        var total = 0L;
        return [.. ids.TakeWhile((id, index) => (total += sizes.GetValueOrDefault(id)) <= MaximumPageBytes || index == 0)];
    }

    private static async Task<Job> ToJobAsync(LearnMLContext context, JobRow row, CancellationToken cancellationToken) =>
        row.ToJob((await GetQueuePositionsAsync(context, [row], cancellationToken)).TryGetValue(row.Id, out var position) ? position : null);

    /// <summary>Returns the queue position of every queued job among these, counted from 1.</summary>
    private static async Task<Dictionary<Guid, int>> GetQueuePositionsAsync(
        LearnMLContext context, IReadOnlyCollection<JobRow> jobs, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<Guid, int>();
        foreach (var queue in jobs.Where(job => job.State == JobState.Queued).GroupBy(job => job.Queue))
        {
            var (first, last) = (queue.Min(job => job.Id), queue.Max(job => job.Id));
            var waiting = context.Jobs.Where(job => job.State == JobState.Queued && job.Queue == queue.Key);
            var before = await waiting.CountAsync(job => job.Id < first, cancellationToken);
            var between = await waiting.Where(job => job.Id >= first && job.Id <= last).OrderBy(job => job.Id).Select(job => job.Id)
                .ToListAsync(cancellationToken);
            foreach (var (index, id) in between.Index())
            {
                positions[id] = before + index + 1;
            }
        }

        return positions;
    }

    private sealed record SpecSize(Guid Id, int Bytes);
}
