using LearnML.Training.Tables.Inspection;

namespace LearnML.Api.Hosting;

/// <summary>
/// The settings under <c>LearnML:Limits</c>: the limits of one request, one caller and one connection. The size of an upload has its own setting,
/// <see cref="LearnMLOptions.MaximumUploadBytes"/>.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>The configuration section with these settings.</summary>
    public const string Section = LearnMLOptions.Section + ":Limits";

    /// <summary>
    /// The maximum size of a request body in bytes, compressed and decompressed, for routes without a limit of their own. Default: 4 MiB.
    /// </summary>
    public long RequestBytes { get; set; } = 4L << 20;

    /// <summary>The maximum size of a prediction request in JSON, in bytes. Default: 64 MiB.</summary>
    public long PredictionBytes { get; set; } = 64L << 20;

    /// <summary>The maximum size of a request of the Open Inference Protocol, in bytes. Default: 256 MiB.</summary>
    public long InferenceBytes { get; set; } = 256L << 20;

    /// <summary>The maximum nesting depth of JSON, 8 to 64. Default: 64.</summary>
    public int JsonDepth { get; set; } = 64;

    /// <summary>The maximum number of rows or images of a prediction request; CSV files are not limited. Default: 100,000.</summary>
    public int RowsPerPrediction { get; set; } = 100_000;

    /// <summary>The maximum number of columns of an uploaded table, and of a CSV file to predict. Default: 10,000.</summary>
    public int TableColumns { get; set; } = InspectionOptions.DefaultMaximumColumns;

    /// <summary>The maximum number of parameters of a spec's network; the networks of an ensemble count together. Default: 1,000,000,000.</summary>
    public long NetworkParameters { get; set; } = 1_000_000_000;

    /// <summary>The maximum number of epochs of a run. Default: 100,000.</summary>
    public int Epochs { get; set; } = 100_000;

    /// <summary>The maximum number of concurrent uploads of one caller, and half of those of all callers; more get status 503. Default: 4.</summary>
    public int UploadsAtOnce { get; set; } = 4;

    /// <summary>The maximum number of jobs of one key that wait or run; more get status 429. Default: 1,000.</summary>
    public int QueuedJobs { get; set; } = 1_000;

    /// <summary>
    /// The maximum number of requests per second of one key on average; more get status 429. Local callers without a key are not limited.
    /// Default: 1,000.
    /// </summary>
    public int RequestsPerSecond { get; set; } = 1_000;

    /// <summary>The maximum number of requests that a key can send at once after a quiet time. Default: 2,000.</summary>
    public int RequestBurst { get; set; } = 2_000;

    /// <summary>The maximum size of a message to the hub, in bytes. Default: 32 KiB.</summary>
    public long HubMessageBytes { get; set; } = 32L << 10;

    /// <summary>The maximum number of concurrent hub calls of one connection; more calls wait. Default: 1.</summary>
    public int HubCallsAtOnce { get; set; } = 1;

    /// <summary>The maximum number of jobs that one connection can watch, and that it can subscribe to. Default: 100.</summary>
    public int HubStreams { get; set; } = 100;

    /// <summary>The number of newest lines that the audit log keeps. Default: 1,000,000.</summary>
    public int AuditLines { get; set; } = 1_000_000;
}
