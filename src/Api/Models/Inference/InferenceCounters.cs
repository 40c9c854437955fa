using System.Globalization;
using LearnML.Api.Models.Inference.Protocol;

namespace LearnML.Api.Models.Inference;

/// <summary>Counts and times the inference requests of one model version.</summary>
internal sealed class InferenceCounters
{
    private readonly Lock countLock = new();
    private DateTimeOffset lastInferenceAt;
    private long successes;
    private long failures;
    private long rows;
    private TimeSpan successTime;
    private TimeSpan failureTime;
    private TimeSpan inputTime;
    private TimeSpan computeTime;

    /// <summary>Counts an answered request.</summary>
    public void RecordSuccess(DateTimeOffset now, int rowCount, TimeSpan input, TimeSpan compute, TimeSpan total)
    {
        lock (countLock)
        {
            lastInferenceAt = now;
            rows += rowCount;
            successes++;
            inputTime += input;
            computeTime += compute;
            successTime += total;
        }
    }

    /// <summary>Counts a request that failed.</summary>
    public void RecordFailure(DateTimeOffset now, TimeSpan total)
    {
        lock (countLock)
        {
            lastInferenceAt = now;
            failures++;
            failureTime += total;
        }
    }

    /// <summary>Returns the statistics of the version.</summary>
    public VersionStatistics Describe(string name, int version)
    {
        lock (countLock)
        {
            var durations = new RequestDurations(
                Success: Sum(successes, successTime),
                Fail: Sum(failures, failureTime),
                Queue: Sum(0, TimeSpan.Zero),
                ComputeInput: Sum(successes, inputTime),
                ComputeInfer: Sum(successes, computeTime),
                ComputeOutput: Sum(successes, successTime - inputTime - computeTime),
                CacheHit: Sum(0, TimeSpan.Zero),
                CacheMiss: Sum(0, TimeSpan.Zero));
            return new VersionStatistics(
                name,
                version.ToString(CultureInfo.InvariantCulture),
                lastInferenceAt.ToUnixTimeMilliseconds(),
                InferenceCount: rows,
                ExecutionCount: successes,
                durations,
                BatchStats: []);
        }
    }

    private static CountedDuration Sum(long count, TimeSpan time) => new(count, time.Ticks * TimeSpan.NanosecondsPerTick);
}
