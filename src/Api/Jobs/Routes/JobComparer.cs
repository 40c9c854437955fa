using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Jobs.Routes;

/// <summary>
/// Compares jobs: the differences of their specs, their curves and their final scores. Few comparisons read at the same time, and each reads a page
/// at a time, so that many of them take little memory and few threads.
/// </summary>
/// <param name="jobs">The stored jobs.</param>
/// <param name="compared">The jobs of comparisons.</param>
/// <param name="history">The stored epochs.</param>
internal sealed class JobComparer(JobStore jobs, ComparedJobs compared, JobHistory history) : IDisposable
{
    /// <summary>The largest number of points in the curves of all jobs together, apart from the last point of each.</summary>
    internal const int MaximumPoints = 6_000;

    /// <summary>The largest number of points in the curve of one job, apart from the last one. The points of each fold count.</summary>
    internal const int MaximumPointsOfJob = 1_000;

    private const int ReadersAtOnce = 2;

    // Pages and buffers; and how many bytes the objects of a spec or report take for each byte of JSON.
    private const long PageBytes = 2L << 20;
    private const int BytesPerSpecByte = 20;
    private const int BytesPerReportByte = 10;

    private readonly SemaphoreSlim turns = new(ReadersAtOnce);

    /// <summary>Returns the comparison of two or more jobs, in the order of their ids; the first id without a job if there is one.</summary>
    /// <param name="ids">The ids of the jobs.</param>
    /// <param name="memory">Counts the memory that the comparison takes.</param>
    /// <param name="cancellationToken">Cancelled if the client disconnects.</param>
    /// <exception cref="BadHttpRequestException">All requests together would take too much memory (503).</exception>
    public async Task<(JobComparisonResult? Comparison, Guid? Missing)> CompareAsync(
        IReadOnlyList<Guid> ids, RequestMemory.Reservation memory, CancellationToken cancellationToken)
    {
        var sizes = await compared.GetSizesAsync(ids, cancellationToken);
        if (sizes.Count < ids.Count)
        {
            return (null, ids.Except(sizes.Select(size => size.Id)).First());
        }

        memory.AddAtMostHalf(PageBytes + sizes.Sum(size => (long)BytesPerSpecByte * size.SpecBytes)
            + sizes.Max(size => (long)BytesPerReportByte * size.ReportBytes));
        return await InTurnAsync<(JobComparisonResult?, Guid?)>(async () =>
        {
            var found = (await compared.FindAsync(ids, cancellationToken)).ToDictionary(job => job.Id);
            return ids.Cast<Guid?>().FirstOrDefault(id => !found.ContainsKey(id!.Value)) is { } deleted
                ? (null, deleted)
                : (new JobComparisonResult([.. ids.Select(id => found[id])], FindDifferences([.. ids.Select(id => found[id].Spec)]), this), null);
        }, cancellationToken);
    }

    /// <summary>Returns a job with its final scores, without its curve.</summary>
    public Task<ComparedJob> ReadScoresAsync(Job job, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        var report = await jobs.GetReportAsync(job.Id, cancellationToken);
        return new ComparedJob(
            job.Id,
            job.State,
            job.Model,
            job.Version,
            report?.Epoch,
            report?.Train,
            report?.Validation,
            report?.Test,
            report?.Diagnosis ?? [],
            Curve: []);
    }, cancellationToken);

    /// <summary>
    /// Returns the pages of the curve of a job, in order. From a long training it returns evenly spaced epochs, with the first and the last one.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="jobCount">The number of jobs that are compared. They share <see cref="MaximumPoints"/>.</param>
    /// <param name="cancellationToken">Cancelled if the client disconnects.</param>
    public async IAsyncEnumerable<IReadOnlyList<CurvePoint>> ReadCurveAsync(
        Job job, int jobCount, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var selection = EpochSelection.EvenlySpaced(job, Math.Min(MaximumPointsOfJob, MaximumPoints / jobCount)) with { WithoutLayers = true };
        var reader = history.Read(job.Id, selection: selection);
        while (await InTurnAsync(ReadPageAsync, cancellationToken) is { Length: > 0 } page)
        {
            yield return page;
        }

        async Task<CurvePoint[]> ReadPageAsync() => [.. (await reader.ReadPageAsync(cancellationToken)).Select(epoch => epoch.ToCurvePoint())];
    }

    /// <inheritdoc/>
    public void Dispose() => turns.Dispose();

    private async Task<T> InTurnAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await read();
        }
        finally
        {
            turns.Release();
        }
    }

    private static SpecDifference[] FindDifferences(IReadOnlyList<JobSpec> specs)
    {
        var fields = specs
            .Select(spec => Flatten(JsonSerializer.SerializeToNode(spec, WireFormat.Options), "")
                .ToDictionary(field => field.Path, field => field.Value))
            .ToArray();
        return
        [
            .. fields.SelectMany(spec => spec.Keys).Distinct().Order(StringComparer.Ordinal)
                .Select(path => new SpecDifference(path, [.. fields.Select(spec => spec.GetValueOrDefault(path))]))
                .Where(difference => difference.Values.Select(value => value?.GetRawText()).Distinct().Count() > 1),
        ];
    }

    /// <summary>Returns every field that is not an object, with its path.</summary>
    private static IEnumerable<(string Path, JsonElement? Value)> Flatten(JsonNode? node, string path) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Flatten(field.Value, path.Length == 0 ? field.Key : $"{path}.{field.Key}")),
        null => [(path, null)],
        _ => [(path, JsonSerializer.SerializeToElement(node))],
    };
}
