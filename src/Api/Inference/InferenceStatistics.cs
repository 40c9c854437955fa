using System.Collections.Concurrent;
using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Api.Inference;

/// <summary>Counts and times the inference requests of this process since its start, by model version.</summary>
/// <param name="time">The clock.</param>
internal sealed class InferenceStatistics(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Name, int Version), Counters> versions = [];

    /// <summary>Counts a request.</summary>
    /// <param name="version">The version.</param>
    /// <param name="rows">The number of predicted rows; 0 if the request failed.</param>
    /// <param name="parsed">The time to receive and read the inputs.</param>
    /// <param name="computed">The time that the model took.</param>
    /// <param name="total">The time of the whole request.</param>
    public void Count(ModelVersion version, int rows, TimeSpan parsed, TimeSpan computed, TimeSpan total)
    {
        var counters = versions.GetOrAdd((version.Name, version.Version), _ => new Counters());
        lock (counters)
        {
            counters.LastAt = time.GetUtcNow();
            counters.Rows += rows;
            if (rows == 0)
            {
                counters.Failures++;
                counters.FailureTime += total;
                return;
            }

            counters.Successes++;
            counters.Parsing += parsed;
            counters.Computing += computed;
            counters.Total += total;
        }
    }

    /// <summary>
    /// Returns the statistics in the form of the protocol
    /// (https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_statistics.md).
    /// </summary>
    /// <param name="name">The model; null for all models.</param>
    /// <param name="version">The version; null for all versions.</param>
    public object Of(string? name, int? version) => new
    {
        model_stats = versions.Where(entry => (name is null || entry.Key.Name == name) && (version is null || entry.Key.Version == version))
            .OrderBy(entry => entry.Key.Name, StringComparer.Ordinal).ThenBy(entry => entry.Key.Version)
            .Select(entry => entry.Value.Of(entry.Key.Name, entry.Key.Version)),
    };

    private sealed class Counters
    {
        public DateTimeOffset LastAt { get; set; }

        public long Successes { get; set; }

        public long Failures { get; set; }

        public long Rows { get; set; }

        public TimeSpan Total { get; set; }

        public TimeSpan FailureTime { get; set; }

        public TimeSpan Parsing { get; set; }

        public TimeSpan Computing { get; set; }

        public object Of(string name, int version)
        {
            lock (this)
            {
                return new
                {
                    name,
                    version = version.ToString(CultureInfo.InvariantCulture),
                    last_inference = LastAt.ToUnixTimeMilliseconds(),
                    inference_count = Rows,
                    execution_count = Successes,
                    inference_stats = new
                    {
                        success = Duration(Successes, Total),
                        fail = Duration(Failures, FailureTime),
                        queue = Duration(0, TimeSpan.Zero),
                        compute_input = Duration(Successes, Parsing),
                        compute_infer = Duration(Successes, Computing),
                        compute_output = Duration(Successes, Total - Parsing - Computing),
                        cache_hit = Duration(0, TimeSpan.Zero),
                        cache_miss = Duration(0, TimeSpan.Zero),
                    },
                    batch_stats = Array.Empty<object>(),
                };
            }
        }

        private static object Duration(long count, TimeSpan time) => new { count, ns = time.Ticks * TimeSpan.NanosecondsPerTick };
    }
}
