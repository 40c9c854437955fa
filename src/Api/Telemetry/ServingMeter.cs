using System.Diagnostics;
using System.Diagnostics.Metrics;
using LearnML.Api.Inference;
using LearnML.Api.Problems;

namespace LearnML.Api.Telemetry;

/// <summary>Measures predictions: it is called for each, so its labels are made once and nothing is allocated.</summary>
public sealed class ServingMeter
{
    /// <summary>Rows or images in JSON.</summary>
    public const string Json = "json";

    /// <summary>CSV files.</summary>
    public const string Csv = "csv";

    /// <summary>The Open Inference Protocol.</summary>
    public const string Inference = "inference";

    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<int> BatchSizes = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 256, 1024, 4096, 16384] };

    private static readonly KeyValuePair<string, object?> Hit = new("result", "hit");
    private static readonly KeyValuePair<string, object?> Miss = new("result", "miss");

    private readonly Counter<long> predictions;
    private readonly Counter<long> rows;
    private readonly Histogram<double> duration;
    private readonly Histogram<int> batchSize;
    private readonly Counter<long> cacheRequests;
    private readonly Counter<long> evictions;

    /// <param name="meters">Makes meters.</param>
    public ServingMeter(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(TelemetrySetup.Name);
        predictions = meter.CreateCounter<long>("learnml.predictions", "{request}", "Requests for predictions, by form and outcome.");
        rows = meter.CreateCounter<long>("learnml.prediction.rows", "{row}", "Rows and images that were answered.");
        duration = meter.CreateHistogram("learnml.prediction.duration", "s", "From the last byte of a request to its answer being written, of those that were answered.", advice: Durations);
        batchSize = meter.CreateHistogram("learnml.prediction.batch.size", "{row}", "Rows that went through a model together, of one request or of several.", advice: BatchSizes);
        cacheRequests = meter.CreateCounter<long>("learnml.model_cache.requests", "{request}", "Requests for a model in memory: a miss loads it.");
        evictions = meter.CreateCounter<long>("learnml.model_cache.evictions", "{model}", "Models that had to leave the memory for others.");
    }

    /// <summary>Shows every counter before it first counts: a rise from nothing at all is none to who computes rates.</summary>
    public void Show()
    {
        foreach (var form in new[] { Json, Csv, Inference })
        {
            foreach (var outcome in Enum.GetValues<PredictionOutcome>())
            {
                Count(form, outcome, 0);
            }

            rows.Add(0, new KeyValuePair<string, object?>("form", form));
        }

        cacheRequests.Add(0, Hit);
        cacheRequests.Add(0, Miss);
        evictions.Add(0);
    }

    /// <summary>Counts a request that was answered.</summary>
    /// <param name="form">In which form.</param>
    /// <param name="answered">The rows.</param>
    /// <param name="start">When its last byte was there, as a timestamp of <see cref="Stopwatch"/>.</param>
    public void Answered(string form, int answered, long start)
    {
        var of = new KeyValuePair<string, object?>("form", form);
        Count(form, PredictionOutcome.Answered, 1);
        rows.Add(answered, of);
        duration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, of);
    }

    /// <summary>Counts a request that was not answered.</summary>
    public void NotAnswered(string form, PredictionOutcome outcome) => Count(form, outcome, 1);

    /// <summary>Counts a request that was not answered, by why.</summary>
    /// <param name="form">In which form.</param>
    /// <param name="exception">Why.</param>
    /// <param name="aborted">The token of the request, which is cancelled where who asked has broken off.</param>
    public void NotAnswered(string form, Exception exception, CancellationToken aborted)
    {
        var status = exception is InferenceException wrong ? wrong.Status : ProblemSetup.Known(exception) ?? StatusCodes.Status500InternalServerError;
        NotAnswered(form, aborted.IsCancellationRequested || status == StatusCodes.Status499ClientClosedRequest ? PredictionOutcome.Gone
            : ProblemSetup.IsRefusal(exception) ? PredictionOutcome.Refused
            : status < StatusCodes.Status500InternalServerError ? PredictionOutcome.Wrong
            : PredictionOutcome.Failed);
    }

    /// <summary>Counts rows that went through a model together.</summary>
    public void Passed(int together) => batchSize.Record(together);

    /// <summary>Counts a model that was in memory.</summary>
    public void Found() => cacheRequests.Add(1, Hit);

    /// <summary>Counts a model that had to be loaded.</summary>
    public void Loads() => cacheRequests.Add(1, Miss);

    /// <summary>Counts a model that had to leave the memory.</summary>
    public void Evicted() => evictions.Add(1);

    private void Count(string form, PredictionOutcome outcome, int requests) => predictions.Add(
        requests, new KeyValuePair<string, object?>("form", form), new KeyValuePair<string, object?>("outcome", Word(outcome)));

    private static string Word(PredictionOutcome outcome) => outcome switch
    {
        PredictionOutcome.Answered => "answered",
        PredictionOutcome.Wrong => "wrong",
        PredictionOutcome.Refused => "refused",
        PredictionOutcome.Gone => "gone",
        _ => "failed",
    };
}
