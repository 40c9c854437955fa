using System.Diagnostics;
using System.Diagnostics.Metrics;
using LearnML.Api.Hosting;
using LearnML.Api.Problems;

namespace LearnML.Api.Models.Serving;

/// <summary>Records metrics of predictions and of the model cache.</summary>
public sealed class ServingMeter
{
    /// <summary>The form of requests with rows or images in JSON.</summary>
    public const string Json = "json";

    /// <summary>The form of requests with CSV files.</summary>
    public const string Csv = "csv";

    /// <summary>The form of requests of the Open Inference Protocol.</summary>
    public const string Inference = "inference";

    /// <summary>The form of requests that score a model on labelled rows.</summary>
    public const string Evaluation = "evaluation";

    /// <summary>The form of requests that explain a model on labelled rows.</summary>
    public const string Explanation = "explanation";

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

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Creates the meter.</param>
    public ServingMeter(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Instrumentation.Name);
        predictions = meter.CreateCounter<long>("learnml.predictions", "{request}", "Prediction requests, by form and outcome.");
        rows = meter.CreateCounter<long>("learnml.prediction.rows", "{row}", "Rows and images that were predicted.");
        duration = meter.CreateHistogram("learnml.prediction.duration", "s",
            "Time from the last byte of a request until its answer is written. Only answered requests count.", advice: Durations);
        batchSize = meter.CreateHistogram("learnml.prediction.batch.size", "{row}",
            "Rows in one forward pass, from one or several requests.", advice: BatchSizes);
        cacheRequests = meter.CreateCounter<long>("learnml.model_cache.requests", "{request}", "Lookups in the model cache; a miss loads the model.");
        evictions = meter.CreateCounter<long>("learnml.model_cache.evictions", "{model}", "Models that were removed from the cache to free memory.");
    }

    /// <summary>Reports every counter as 0 first. Prometheus cannot compute the rate of a counter that first appears with a value above 0.</summary>
    public void InitializeCounters()
    {
        foreach (var form in new[] { Json, Csv, Inference, Evaluation, Explanation })
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

    /// <summary>Counts an answered request.</summary>
    /// <param name="form">The form of the request.</param>
    /// <param name="rowCount">The number of predicted rows.</param>
    /// <param name="startTimestamp">When the last byte of the request arrived, as a timestamp of <see cref="Stopwatch"/>.</param>
    public void RecordAnswered(string form, int rowCount, long startTimestamp)
    {
        var label = new KeyValuePair<string, object?>("form", form);
        Count(form, PredictionOutcome.Answered, 1);
        rows.Add(rowCount, label);
        duration.Record(Stopwatch.GetElapsedTime(startTimestamp).TotalSeconds, label);
    }

    /// <summary>Counts a request without an answer.</summary>
    public void RecordNotAnswered(string form, PredictionOutcome outcome) => Count(form, outcome, 1);

    /// <summary>Counts a request without an answer, with the outcome that belongs to the exception.</summary>
    /// <param name="form">The form of the request.</param>
    /// <param name="exception">The exception that ended the request.</param>
    /// <param name="aborted">The request's token, which is cancelled when the client disconnects.</param>
    public void RecordNotAnswered(string form, Exception exception, CancellationToken aborted)
    {
        var status = ProblemSetup.GetStatusCode(exception) ?? StatusCodes.Status500InternalServerError;
        RecordNotAnswered(form,
            aborted.IsCancellationRequested || status == StatusCodes.Status499ClientClosedRequest ? PredictionOutcome.Disconnected
            : ProblemSetup.IsOverload(exception) ? PredictionOutcome.Refused
            : status < StatusCodes.Status500InternalServerError ? PredictionOutcome.Invalid
            : PredictionOutcome.Failed);
    }

    /// <summary>Records the number of rows of one forward pass.</summary>
    public void RecordBatch(int rowCount) => batchSize.Record(rowCount);

    /// <summary>Counts a cache hit.</summary>
    public void RecordCacheHit() => cacheRequests.Add(1, Hit);

    /// <summary>Counts a cache miss, which loads the model.</summary>
    public void RecordCacheMiss() => cacheRequests.Add(1, Miss);

    /// <summary>Counts a model that was removed from the cache.</summary>
    public void RecordEviction() => evictions.Add(1);

    private void Count(string form, PredictionOutcome outcome, int requests) => predictions.Add(
        requests, new KeyValuePair<string, object?>("form", form), new KeyValuePair<string, object?>("outcome", OutcomeLabel(outcome)));

    private static string OutcomeLabel(PredictionOutcome outcome) => outcome switch
    {
        PredictionOutcome.Answered => "answered",
        PredictionOutcome.Invalid => "wrong",
        PredictionOutcome.Refused => "refused",
        PredictionOutcome.Disconnected => "gone",
        _ => "failed",
    };
}
