using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Reads the stored epochs and log lines of jobs.</summary>
/// <param name="contexts">The database.</param>
public sealed class JobHistory(IDbContextFactory<LearnMLContext> contexts)
{
    /// <summary>The largest number of epochs in the curve of a job, apart from the last epoch. The epochs of each fold count.</summary>
    internal const int MaximumCurvePoints = 1000;

    /// <summary>Returns the epoch metrics of a job after a sequence number, in order.</summary>
    public async Task<IReadOnlyList<EpochMetrics>> GetMetricsAsync(
        Guid id, long after, CancellationToken cancellationToken, int maximum = int.MaxValue)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Metrics.Where(row => row.JobId == id && row.Sequence > after)
            .OrderBy(row => row.Sequence).Take(maximum).Select(row => row.Metrics).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Returns the epoch metrics of a job after a sequence number as stored, in the JSON of the API. Each string is one <see cref="EpochMetrics"/>.
    /// </summary>
    internal async Task<IReadOnlyList<string>> GetMetricsJsonAsync(Guid id, long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Database.SqlQuery<string>(
            $"""SELECT "Metrics" AS "Value" FROM "Metrics" WHERE "JobId" = {id} AND "Sequence" > {after} ORDER BY "Sequence" """)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Returns the curves of jobs, each in order. From a long training it returns evenly spaced epochs, with the first and the last one.
    /// All folds have the same epochs, so that their mean can be computed.
    /// </summary>
    public async Task<ILookup<Guid, CurvePoint>> GetCurvesAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var epoch = SelectEpoch(context);
        var sql = $"""
            SELECT epochs."JobId", epochs."Sequence", epochs."Metrics" AS "Json"
            FROM "Jobs" jobs JOIN "Metrics" epochs ON epochs."JobId" = jobs."Id"
            WHERE {epoch} = jobs."Epoch" OR ({epoch} - 1) % (1 + (jobs."LastSequence" - 1) / {MaximumCurvePoints}) = 0
            """;
        var rows = await context.Database.SqlQueryRaw<StoredEpoch>(sql)
            .Where(row => ids.Contains(row.JobId)).OrderBy(row => row.JobId).ThenBy(row => row.Sequence).ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.JobId, row => row.ToCurvePoint());
    }

    /// <summary>Returns the log of a job after a sequence number, in order.</summary>
    public async Task<IReadOnlyList<JobLogEntry>> GetLogAsync(Guid id, long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.JobLogs.Where(row => row.JobId == id && row.Sequence > after)
            .OrderBy(row => row.Sequence).Select(row => new JobLogEntry(row.Sequence, row.At, row.Level, row.Message)).ToListAsync(cancellationToken);
    }

    /// <summary>Returns the SQL for the number of an epoch, which is stored in the JSON of its metrics.</summary>
    private static string SelectEpoch(LearnMLContext context) => context.Database.IsNpgsql()
        ? """CAST(CAST(epochs."Metrics" AS json) ->> 'epoch' AS integer)"""
        : """(epochs."Metrics" ->> 'epoch')""";
}
