using System.Net;
using LearnML.Api.Limits;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Processes;
using LearnML.Api.Storage;
using LearnML.Training.Checkpoints;

namespace LearnML.Api;

/// <summary>The settings under <c>LearnML</c> in appsettings.json, the environment (<c>LearnML__Data</c>) or the command line.</summary>
public sealed class LearnMLOptions
{
    /// <summary>The section of the configuration that holds them.</summary>
    public const string Section = "LearnML";

    /// <summary>How the names of files begin that requests are still writing or looking at.</summary>
    internal const string Unfinished = "incoming-";

    /// <summary>Where the database, uploads and checkpoints are kept; processes that share a database share it too. Default: <c>data</c> in the working folder.</summary>
    public string Data { get; set; } = "data";

    /// <summary>Where known datasets are looked for and cached. Default: <c>datasets</c> in <see cref="Data"/>.</summary>
    public string? Datasets { get; set; }

    /// <summary>Where jobs, metrics and models are stored. Default: <c>sqlite</c>; <c>postgres</c> is at <c>ConnectionStrings:Postgres</c>.</summary>
    public StorageKind Storage { get; set; }

    /// <summary>What carries the hub's messages between processes. Default: <c>none</c>; <c>redis</c> is at <c>ConnectionStrings:Redis</c>.</summary>
    public BackplaneKind Backplane { get; set; }

    /// <summary>What this process does. Default: <c>all</c>.</summary>
    public ProcessRole Role { get; set; }

    /// <summary>What a spec's device <c>auto</c> means here, and the GPU that serves the queue <c>gpu</c> where one is named. Default: <c>auto</c>, a GPU if there is one.</summary>
    public string Device { get; set; } = "auto";

    /// <summary>The queues that this process trains from, with commas between: <c>cpu</c>, <c>gpu</c>. Default: those that it has devices for.</summary>
    public string? Queues { get; set; }

    /// <summary>Seconds after which the latest checkpoint of a training is written anew. Default: 10.</summary>
    public double CheckpointSeconds { get; set; } = CheckpointInterval.Default.Time.TotalSeconds;

    /// <summary>Epochs after which it is written anyway. Default: none, by time alone.</summary>
    public int? CheckpointEpochs { get; set; }

    /// <summary>The most bytes of an uploaded dataset. Default: 4 GiB.</summary>
    public long MaximumUploadBytes { get; set; } = 4L << 30;

    /// <summary>The most bytes of weights of the models in memory that answer predictions; one is always there. Default: 2 GiB.</summary>
    public long ModelCacheBytes { get; set; } = 2L << 30;

    /// <summary>How many predictions are computed or wait at once; more are answered 503. Default: 128.</summary>
    public int PredictionsAtOnce { get; set; } = 128;

    /// <summary>The settings under <c>LearnML:Limits</c>.</summary>
    internal LimitOptions Limits { get; set; } = new();

    /// <summary>Ask callers of this machine for keys too, as where a proxy on it lets others in. Default: false, but true where the service listens beyond this machine, or is told of <see cref="Proxies"/>.</summary>
    public bool RequireKeys { get; set; }

    /// <summary>Pages of other sites that may call, with commas between: <c>https://dashboard.example.org</c>. Default: none.</summary>
    public string Origins { get; set; } = "";

    /// <summary>Proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed, as addresses or networks with commas between: <c>10.0.0.2,172.30.0.0/16</c>. Default: none.</summary>
    public string Proxies { get; set; } = "";

    /// <summary>Whether the queue's dashboard at <c>/hangfire</c> may change the queue. Default: false.</summary>
    public bool WritableQueueDashboard { get; set; }

    internal IReadOnlyList<string> OriginList => Origins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    internal IReadOnlyList<IPNetwork> ProxyList => [.. Proxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(text => IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : IPNetwork.Parse(text))];

    internal CheckpointInterval CheckpointInterval => new(TimeSpan.FromSeconds(CheckpointSeconds), CheckpointEpochs);

    internal string DataFolder => Path.GetFullPath(Data);

    internal string DatasetFolder => Path.GetFullPath(Datasets ?? Path.Combine(Data, "datasets"));

    internal string GeneratedFolder => Path.Combine(DataFolder, "generated");

    internal string KeyFolder => Path.Combine(DataFolder, "keys");

    internal string DatabaseFile => Path.Combine(DataFolder, "learnml.db");

    internal string UploadFolder => Path.Combine(DataFolder, "uploads");

    /// <summary>A message for callers, who are told which setting a folder is of and not where it is.</summary>
    internal string WithoutFolders(string message) =>
        message.Replace(DatasetFolder, "{LearnML:Datasets}", StringComparison.Ordinal).Replace(DataFolder, "{LearnML:Data}", StringComparison.Ordinal);

    internal string UploadFile(string contentHash) => Path.Combine(UploadFolder, contentHash + ".csv");

    /// <summary>A new name for a file that a request is still writing: the next start of the service removes it if this one is killed.</summary>
    internal string UnfinishedFile() => Path.Combine(UploadFolder, Unfinished + Path.GetRandomFileName());

    internal string CheckpointsFolder => Path.Combine(DataFolder, "checkpoints");

    internal string CheckpointFolder(Guid jobId) => Path.Combine(CheckpointsFolder, jobId.ToString());
}
