using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Jobs.Routes;

/// <summary>Compares jobs: the differences of their specs, their curves and their final scores.</summary>
/// <param name="jobs">The stored jobs.</param>
/// <param name="history">The stored epochs.</param>
public sealed class JobComparer(JobStore jobs, JobHistory history)
{
    /// <summary>Returns the comparison of two or more jobs, in the order of their ids; the first id without a job if there is one.</summary>
    public async Task<(JobComparison? Comparison, Guid? Missing)> CompareAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var found = (await jobs.FindWithReportsAsync(ids, cancellationToken)).ToDictionary(each => each.Job.Id);
        if (ids.Cast<Guid?>().FirstOrDefault(id => !found.ContainsKey(id!.Value)) is { } missing)
        {
            return (null, missing);
        }

        var curves = await history.GetCurvesAsync(ids, cancellationToken);
        ComparedJob[] compared = [.. ids.Select(id => ToComparedJob(found[id].Job, found[id].Report, [.. curves[id]]))];
        return (new JobComparison(compared, FindDifferences([.. ids.Select(id => found[id].Job.Spec)])), null);
    }

    private static ComparedJob ToComparedJob(Job job, Report? report, IReadOnlyList<CurvePoint> curve) => new(
        job.Id,
        job.State,
        job.Model,
        job.Version,
        report?.Epoch,
        report?.Train,
        report?.Validation,
        report?.Test,
        report?.Diagnosis ?? [],
        curve);

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
