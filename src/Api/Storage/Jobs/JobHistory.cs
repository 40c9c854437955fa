using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Reads the stored epochs and log lines of jobs.</summary>
/// <param name="contexts">The database.</param>
public sealed class JobHistory(IDbContextFactory<LearnMLContext> contexts)
{
    /// <summary>Returns a reader of epochs of a job after a sequence number; 0 for all.</summary>
    /// <param name="id">The id of the job.</param>
    /// <param name="after">The sequence number.</param>
    /// <param name="selection">Which epochs are read. Default: all.</param>
    internal EpochReader Read(Guid id, long after = 0, EpochSelection? selection = null) => new(this, id, after, selection ?? EpochSelection.All);

    /// <summary>Returns the first epochs of a job after a sequence number, in order.</summary>
    /// <param name="id">The id of the job.</param>
    /// <param name="after">The sequence number.</param>
    /// <param name="maximum">The largest number of epochs.</param>
    /// <param name="maximumCharacters">The epochs end with the one that goes beyond so many characters of JSON.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="selection">Which epochs are returned. Default: all.</param>
    internal async Task<IReadOnlyList<StoredEpoch>> GetEpochsAsync(
        Guid id, long after, int maximum, long maximumCharacters, CancellationToken cancellationToken, EpochSelection? selection = null)
    {
        selection ??= EpochSelection.All;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var isPostgres = context.Database.IsNpgsql();
        var epoch = selection.HasSeveralNetworks ? SelectEpoch(isPostgres) : "\"Sequence\"";
        var isSelected = selection.Spacing == 1 ? "" : $$"""AND (({{epoch}} - 1) % {3} = 0 OR {{epoch}} = {4})""";
        var sql = $$"""
            SELECT "JobId", "Sequence", {{(selection.WithoutLayers ? SelectWithoutLayers(isPostgres) : "\"Metrics\"")}} AS "Json"
            FROM "Metrics" WHERE "JobId" = {0} AND "Sequence" > {1} {{isSelected}}
            ORDER BY "Sequence" LIMIT {2}
            """;
        var rows = context.Database.SqlQueryRaw<StoredEpoch>(sql, id, after, maximum, selection.Spacing, selection.Last).AsAsyncEnumerable();
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

    /// <summary>Returns the log of a job after a sequence number, in order.</summary>
    public async Task<IReadOnlyList<JobLogEntry>> GetLogAsync(Guid id, long after, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.JobLogs.Where(row => row.JobId == id && row.Sequence > after)
            .OrderBy(row => row.Sequence).Select(row => new JobLogEntry(row.Sequence, row.At, row.Level, row.Message)).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Returns the SQL for the number of an epoch. It is read from the beginning of the JSON text: to parse the layers, which come last, would take
    /// most of the time.
    /// </summary>
    private static string SelectEpoch(bool isPostgres) => isPostgres
        ? """CAST(substring(left("Metrics", 200) from '"epoch":([0-9]+)') AS integer)"""
        : """CAST(substr("Metrics", instr("Metrics", '"epoch":') + 8, 10) AS integer)""";

    /// <summary>Returns the SQL for the JSON of an epoch without its layers.</summary>
    private static string SelectWithoutLayers(bool isPostgres) => isPostgres
        ? """CAST(CAST("Metrics" AS jsonb) - 'layers' AS text)"""
        : """json_remove("Metrics", '$.layers')""";
}
