using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Jobs.Routes;

/// <summary>Compares jobs: the differences of their specs, their curves and their final scores.</summary>
/// <param name="jobs">The stored jobs.</param>
public sealed class JobComparer(JobStore jobs)
{
    /// <summary>Returns the comparison of two or more jobs.</summary>
    /// <param name="compared">The jobs, two or more.</param>
    /// <param name="cancellationToken">Cancels the comparison.</param>
    public async Task<JobComparison> CompareAsync(IReadOnlyList<Job> compared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(compared);
        var columns = new List<ComparedJob>();
        foreach (var job in compared)
        {
            var report = await jobs.GetReportAsync(job.Id, cancellationToken);
            var epochs = await jobs.GetMetricsAsync(job.Id, 0, cancellationToken);
            columns.Add(new ComparedJob(
                job.Id,
                job.State,
                job.Model,
                job.Version,
                report?.Epoch,
                report?.Train,
                report?.Validation,
                report?.Test,
                report?.Diagnosis ?? [],
                [.. epochs.Select(epoch => new CurvePoint(epoch.Fold, epoch.Epoch, epoch.Train, epoch.Validation))]));
        }

        return new JobComparison(columns, FindDifferences([.. compared.Select(job => job.Spec)]));
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
