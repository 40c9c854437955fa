using LearnML.Training.Tables;

namespace LearnML.Api.Limits;

/// <summary>
/// The settings under <c>LearnML:Limits</c>: how much one request, one caller and one connection may ask for. What an upload may be is
/// <see cref="LearnMLOptions.MaximumUploadBytes"/>.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>The section of the configuration that holds them.</summary>
    public const string Section = LearnMLOptions.Section + ":Limits";

    /// <summary>The most bytes of a request's body, as it was sent and once it is decompressed, where no other limit is named here. Default: 4 MiB.</summary>
    public long RequestBytes { get; set; } = 4L << 20;

    /// <summary>The most bytes of a prediction's JSON. Default: 64 MiB.</summary>
    public long PredictionBytes { get; set; } = 64L << 20;

    /// <summary>The most bytes of a request of the Open Inference Protocol. Default: 256 MiB.</summary>
    public long InferenceBytes { get; set; } = 256L << 20;

    /// <summary>How many lists and objects of JSON may be within each other. Default: 64, which is also the most.</summary>
    public int JsonDepth { get; set; } = 64;

    /// <summary>The most rows, or images, of a prediction that is no CSV file. Default: 100,000.</summary>
    public int RowsPerPrediction { get; set; } = 100_000;

    /// <summary>The most columns of an uploaded table. Default: 10,000.</summary>
    public int TableColumns { get; set; } = TableInspector.MostColumns;

    /// <summary>The most parameters of a spec's network, of all networks of an ensemble together. Default: 1,000,000,000.</summary>
    public long NetworkParameters { get; set; } = 1_000_000_000;

    /// <summary>The most epochs of a run. Default: 100,000.</summary>
    public int Epochs { get; set; } = 100_000;

    /// <summary>How many files are taken in at once; more are answered 503. Default: 4.</summary>
    public int UploadsAtOnce { get; set; } = 4;

    /// <summary>How many jobs of one key may wait or run; more are answered 429. Default: 1,000.</summary>
    public int QueuedJobs { get; set; } = 1_000;

    /// <summary>How many requests a second a key may make in the long run; more are answered 429. Local callers are not counted. Default: 1,000.</summary>
    public int RequestsPerSecond { get; set; } = 1_000;

    /// <summary>How many requests a key that has been quiet may make at once. Default: 2,000.</summary>
    public int RequestBurst { get; set; } = 2_000;

    /// <summary>The most bytes of a message to the hub. Default: 32 KiB.</summary>
    public long HubMessageBytes { get; set; } = 32L << 10;

    /// <summary>How many calls of one connection the hub answers at once; more wait. Default: 1.</summary>
    public int HubCallsAtOnce { get; set; } = 1;

    /// <summary>How many jobs one connection may watch at once, and be subscribed to. Default: 100.</summary>
    public int HubStreams { get; set; } = 100;

    /// <summary>How many lines the audit log keeps, the newest. Default: 1,000,000.</summary>
    public int AuditLines { get; set; } = 1_000_000;
}
