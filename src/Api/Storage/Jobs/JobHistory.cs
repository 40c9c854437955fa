using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Reads the stored epochs and log lines of jobs.</summary>
/// <param name="contexts">The database.</param>
public sealed class JobHistory(IDbContextFactory<LearnMLContext> contexts)
{
    /// <summary>The largest number of epochs in the curve of a job, apart from the last epoch. The epochs of each fold count.</summary>
    internal const int MaximumCurvePoints = 1000;

    /// <summary>Returns a reader of the epochs of a job after a sequence number; 0 for all.</summary>
    /// <param name="id">The id of the job.</param>
    /// <param name="after">The sequence number.</param>
    /// <param name="spacing">Reads the first and then every so many epochs of each fold.</param>
    /// <param name="last">The sequence number of an epoch that is read in any case.</param>
    internal EpochReader Read(Guid id, long after = 0, long spacing = 1, long last = 0) => new(this, id, after, spacing, last);

    /// <summary>Returns the first epochs of a job after a sequence number, in order.</summary>
    /// <param name="id">The id of the job.</param>
    /// <param name="after">The sequence number.</param>
    /// <param name="maximum">The largest number of epochs.</param>
    /// <param name="maximumCharacters">The epochs end with the one that goes beyond so many characters of JSON.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="spacing">Returns the first and then every so many epochs of each fold.</param>
    /// <param name="last">The sequence number of an epoch that is returned in any case.</param>
    internal async Task<IReadOnlyList<StoredEpoch>> GetEpochsAsync(
        Guid id, long after, int maximum, long maximumCharacters, CancellationToken cancellationToken, long spacing = 1, long last = 0)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var isChosen = spacing == 1 ? "" : $$"""AND (({{SelectEpoch(context)}} - 1) % {3} = 0 OR "Sequence" = {4})""";
        var sql = $$"""
            SELECT "JobId", "Sequence", "Metrics" AS "Json" FROM "Metrics" epochs WHERE "JobId" = {0} AND "Sequence" > {1} {{isChosen}}
            ORDER BY "Sequence" LIMIT {2}
            """;
        var rows = context.Database.SqlQueryRaw<StoredEpoch>(sql, id, after, maximum, spacing, last).AsAsyncEnumerable();
        var (epochs, characters) = (new List<StoredEpoch>(), 0L);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            epochs.Add(row);
            characters += row.Json.Length;
            if (characters > maximumCharacters)
            {
                break;
            }
        }

        return epochs;
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
