using System.Collections.Concurrent;
using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Api.Models.Inference;

/// <summary>Counts and times the inference requests of this process since its start, by model version.</summary>
/// <param name="time">The clock.</param>
internal sealed class InferenceStatistics(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Name, int Version), Counters> countersByVersion = [];

    /// <summary>Counts a request.</summary>
    /// <param name="version">The version.</param>
    /// <param name="rows">The number of predicted rows; 0 if the request failed.</param>
    /// <param name="inputTime">The time to receive and read the inputs.</param>
    /// <param name="computeTime">The time that the model took.</param>
    /// <param name="totalTime">The time of the whole request.</param>
    public void Record(ModelVersion version, int rows, TimeSpan inputTime, TimeSpan computeTime, TimeSpan totalTime)
    {
        var counters = countersByVersion.GetOrAdd((version.Name, version.Version), _ => new Counters());
        lock (counters)
        {
            counters.LastInferenceAt = time.GetUtcNow();
            counters.Rows += rows;
            if (rows == 0)
            {
                counters.Failures++;
                counters.FailureTime += totalTime;
                return;
            }

            counters.Successes++;
            counters.InputTime += inputTime;
            counters.ComputeTime += computeTime;
            counters.SuccessTime += totalTime;
        }
    }

    /// <summary>
    /// Returns the statistics in the form of the protocol
    /// (https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_statistics.md).
    /// </summary>
    /// <param name="name">The model; null for all models.</param>
    /// <param name="version">The version; null for all versions.</param>
    public object Describe(string? name, int? version) => new
    {
        model_stats = countersByVersion.Where(entry => (name is null || entry.Key.Name == name) && (version is null || entry.Key.Version == version))
            .OrderBy(entry => entry.Key.Name, StringComparer.Ordinal).ThenBy(entry => entry.Key.Version)
            .Select(entry => entry.Value.Describe(entry.Key.Name, entry.Key.Version)),
    };

    private sealed class Counters
    {
        public DateTimeOffset LastInferenceAt { get; set; }

        public long Successes { get; set; }

        public long Failures { get; set; }

        public long Rows { get; set; }

        public TimeSpan SuccessTime { get; set; }

        public TimeSpan FailureTime { get; set; }

        public TimeSpan InputTime { get; set; }

        public TimeSpan ComputeTime { get; set; }

        public object Describe(string name, int version)
        {
            lock (this)
            {
                return new
                {
                    name,
                    version = version.ToString(CultureInfo.InvariantCulture),
                    last_inference = LastInferenceAt.ToUnixTimeMilliseconds(),
                    inference_count = Rows,
                    execution_count = Successes,
                    inference_stats = new
                    {
                        success = DescribeDuration(Successes, SuccessTime),
                        fail = DescribeDuration(Failures, FailureTime),
                        queue = DescribeDuration(0, TimeSpan.Zero),
                        compute_input = DescribeDuration(Successes, InputTime),
                        compute_infer = DescribeDuration(Successes, ComputeTime),
                        compute_output = DescribeDuration(Successes, SuccessTime - InputTime - ComputeTime),
                        cache_hit = DescribeDuration(0, TimeSpan.Zero),
                        cache_miss = DescribeDuration(0, TimeSpan.Zero),
                    },
                    batch_stats = Array.Empty<object>(),
                };
            }
        }

        private static object DescribeDuration(long count, TimeSpan time) => new { count, ns = time.Ticks * TimeSpan.NanosecondsPerTick };
    }
}
