using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Reads the jobs of a comparison.</summary>
/// <param name="contexts">The database.</param>
internal sealed class ComparedJobs(IDbContextFactory<LearnMLContext> contexts)
{
    /// <summary>Returns how long the spec and the report of each job are. Jobs that do not exist are left out.</summary>
    public async Task<IReadOnlyList<ComparedJobSize>> GetSizesAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Database.SqlQuery<ComparedJobSize>(
            $"""
            SELECT "Id", octet_length("Spec") AS "SpecBytes", coalesce(octet_length("Report"), 0) AS "ReportBytes" FROM "Jobs"
            """)
            .Where(row => ids.Contains(row.Id)).ToListAsync(cancellationToken);
    }

    /// <summary>Returns jobs in any order. Jobs that do not exist are left out. A queued job has no queue position here.</summary>
    public async Task<IReadOnlyList<Job>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Jobs.Where(job => ids.Contains(job.Id)).Select(JobRow.WithoutReport).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToJob(null))];
    }
}
