using System.Collections.Concurrent;
using LearnML.Api.Models.Inference.Protocol;
using LearnML.Contracts;

namespace LearnML.Api.Models.Inference;

/// <summary>Counts and times the inference requests of this process since its start, by model version.</summary>
/// <param name="time">The clock.</param>
internal sealed class InferenceStatistics(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Name, int Version), InferenceCounters> countersByVersion = [];

    /// <summary>Counts an answered request.</summary>
    /// <param name="version">The version.</param>
    /// <param name="rows">The number of predicted rows.</param>
    /// <param name="inputTime">The time to receive and read the inputs.</param>
    /// <param name="computeTime">The time that the model took.</param>
    /// <param name="totalTime">The time of the whole request.</param>
    public void RecordSuccess(ModelVersion version, int rows, TimeSpan inputTime, TimeSpan computeTime, TimeSpan totalTime) =>
        GetCounters(version).RecordSuccess(time.GetUtcNow(), rows, inputTime, computeTime, totalTime);

    /// <summary>Counts a request that failed.</summary>
    /// <param name="version">The version.</param>
    /// <param name="totalTime">The time of the whole request.</param>
    public void RecordFailure(ModelVersion version, TimeSpan totalTime) => GetCounters(version).RecordFailure(time.GetUtcNow(), totalTime);

    /// <summary>Returns the statistics.</summary>
    /// <param name="name">The model; null for all models.</param>
    /// <param name="version">The version; null for all versions.</param>
    public StatisticsReport Describe(string? name, int? version) => new(countersByVersion
        .Where(entry => (name is null || entry.Key.Name == name) && (version is null || entry.Key.Version == version))
        .OrderBy(entry => entry.Key.Name, StringComparer.Ordinal).ThenBy(entry => entry.Key.Version)
        .Select(entry => entry.Value.Describe(entry.Key.Name, entry.Key.Version)));

    private InferenceCounters GetCounters(ModelVersion version) =>
        countersByVersion.GetOrAdd((version.Name, version.Version), _ => new InferenceCounters());
}
