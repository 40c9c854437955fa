using System.Net;
using System.Text.RegularExpressions;
using LearnML.Training.Checkpoints;

namespace LearnML.Api.Hosting;

/// <summary>The settings under <c>LearnML</c>, from appsettings.json, the environment (<c>LearnML__Data</c>) or the command line.</summary>
public sealed class LearnMLOptions
{
    /// <summary>The configuration section with these settings.</summary>
    public const string Section = "LearnML";

    /// <summary>The prefix of the names of files that a request is still writing or checking.</summary>
    internal const string UnfinishedFilePrefix = "incoming-";

    /// <summary>
    /// The folder of the database, uploads and checkpoints. Processes that share a database share this folder too.
    /// Default: <c>data</c> in the working folder.
    /// </summary>
    public string Data { get; set; } = "data";

    /// <summary>The folder where the built-in datasets are searched and cached. Default: <c>datasets</c> in <see cref="Data"/>.</summary>
    public string? Datasets { get; set; }

    /// <summary>Where jobs, metrics and models are stored. Default: <c>sqlite</c>; <c>postgres</c> needs <c>ConnectionStrings:Postgres</c>.</summary>
    public StorageKind Storage { get; set; }

    /// <summary>How the hub's messages travel between processes. Default: <c>none</c>; <c>redis</c> needs <c>ConnectionStrings:Redis</c>.</summary>
    public BackplaneKind Backplane { get; set; }

    /// <summary>What this process does. Default: <c>all</c>.</summary>
    public ProcessRole Role { get; set; }

    /// <summary>
    /// The device that <c>auto</c> in a spec means here. A GPU named here is the only one that serves the queue <c>gpu</c>.
    /// Default: <c>auto</c>, which is a GPU if there is one.
    /// </summary>
    public string Device { get; set; } = "auto";

    /// <summary>The queues that this process takes jobs from, such as <c>cpu,gpu</c>. Default: those that it has devices for.</summary>
    public string? Queues { get; set; }

    /// <summary>The latest checkpoint of a training is written again after this many seconds. Default: 10.</summary>
    public double CheckpointSeconds { get; set; } = CheckpointInterval.Default.Time.TotalSeconds;

    /// <summary>The latest checkpoint is also written after this many epochs. Default: none; only the time counts.</summary>
    public int? CheckpointEpochs { get; set; }

    /// <summary>The maximum size of a CSV or safetensors file that is uploaded, in bytes. Default: 4 GiB.</summary>
    public long MaximumUploadBytes { get; set; } = 4L << 30;

    /// <summary>The maximum size of the weights in the model cache, in bytes; one model is always kept. Default: 2 GiB.</summary>
    public long ModelCacheBytes { get; set; } = 2L << 30;

    /// <summary>The maximum number of predictions that are computed or wait at once; more get status 503. Default: 128.</summary>
    public int PredictionsAtOnce { get; set; } = 128;

    /// <summary>The settings under <c>LearnML:Limits</c>.</summary>
    internal LimitOptions Limits { get; set; } = new();

    /// <summary>
    /// Whether callers on this machine need a key too. Set it when a proxy on this machine lets other machines in. Default: false. Keys are always
    /// required when the service listens on an address that is not loopback, or when <see cref="Proxies"/> is set.
    /// </summary>
    public bool RequireKeys { get; set; }

    /// <summary>The origins of other sites whose pages may call, separated by commas: <c>https://dashboard.example.org</c>. Default: none.</summary>
    public string Origins { get; set; } = "";

    /// <summary>
    /// The proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are trusted: addresses or networks, separated by commas, for example
    /// <c>10.0.0.2,172.30.0.0/16</c>. Default: none.
    /// </summary>
    public string Proxies { get; set; } = "";

    /// <summary>Whether the queue's dashboard at <c>/hangfire</c> may change the queue. Default: false.</summary>
    public bool WritableQueueDashboard { get; set; }

    internal IReadOnlyList<string> OriginList =>
        Origins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    internal IReadOnlyList<IPNetwork> ProxyList => [.. Proxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(text => IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : IPNetwork.Parse(text))];

    internal CheckpointInterval CheckpointInterval => new(TimeSpan.FromSeconds(CheckpointSeconds), CheckpointEpochs);

    internal string DataFolder => Path.GetFullPath(Data);

    internal string DatasetFolder => Path.GetFullPath(Datasets ?? Path.Combine(Data, "datasets"));

    internal string GeneratedDatasetFolder => Path.Combine(DataFolder, "generated");

    internal string DataProtectionKeyFolder => Path.Combine(DataFolder, "keys");

    internal string DatabaseFile => Path.Combine(DataFolder, "learnml.db");

    internal string UploadFolder => Path.Combine(DataFolder, "uploads");

    /// <summary>Replaces folders in a message by the names of their settings: callers do not learn where the files are.</summary>
    internal string RedactFolders(string message) => Redact(Redact(message, DatasetFolder, "LearnML:Datasets"), DataFolder, "LearnML:Data");

    private static string Redact(string message, string folder, string setting) => Regex.Replace(
        message,
        Regex.Escape(folder) + @"(?:[/\\]([\w.\-/\\]*\w))?",
        path => path.Groups[1].Success ? $"{path.Groups[1].Value} in the folder of {setting}" : $"the folder of {setting}");

    internal string UploadFile(string contentHash) => Path.Combine(UploadFolder, contentHash + ".csv");

    /// <summary>Returns a new path for a file that a request is still writing. If the process is killed, the next start removes the file.</summary>
    internal string NewUnfinishedFile() => Path.Combine(UploadFolder, UnfinishedFilePrefix + Path.GetRandomFileName());

    internal string CheckpointsFolder => Path.Combine(DataFolder, "checkpoints");

    internal string CheckpointFolder(Guid jobId) => Path.Combine(CheckpointsFolder, jobId.ToString());
}
