using System.Collections.Concurrent;
using LearnML.Api.Telemetry;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Serving;

/// <summary>
/// The models used last, in memory up to a number of bytes; each is loaded once, whoever waits for it. One that has to go
/// while a request uses it lives on until that request lets go.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="meter">Counts what was there and what was not.</param>
public sealed class ServedModelCache(IOptions<LearnMLOptions> options, ServingMeter meter)
{
    // So many bytes of models that had to go are left to the garbage collector, which would let ten times its own heap come together.
    private const long MostGone = 1 << 26;

    private readonly Lock gate = new();
    private readonly Dictionary<(Guid, string), LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = [];
    private readonly ConcurrentDictionary<(Guid, string), string> failures = [];
    private long bytes;
    private long gone;

    /// <summary>How many models are in memory.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>A model version, loaded if it is not in memory.</summary>
    /// <exception cref="CheckpointException">Its files are gone or damaged; the next call looks again.</exception>
    public ServedModel Get(ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var entry = Use(version);
        try
        {
            return entry.Model.Value;
        }
        catch
        {
            Remove(entry);
            throw;
        }
    }

    /// <summary>Why a version cannot be loaded; null where it can, or nobody has asked for it.</summary>
    public string? FailureOf(ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return failures.GetValueOrDefault((version.JobId, version.Checkpoint));
    }

    private Entry Use(ModelVersion version)
    {
        var key = (version.JobId, version.Checkpoint);
        lock (gate)
        {
            if (entries.TryGetValue(key, out var node))
            {
                byUse.Remove(node);
                byUse.AddFirst(node);
                meter.Found();
                return node.Value;
            }

            meter.Loads();

            var entry = new Entry(key, sizeof(float) * version.Parameters, new Lazy<ServedModel>(() => Load(version)));
            entries.Add(key, byUse.AddFirst(entry));
            bytes += entry.Bytes;
            while (bytes > options.Value.ModelCacheBytes && byUse.Count > 1)
            {
                gone += byUse.Last!.Value.Bytes;
                Remove(byUse.Last.Value);
                meter.Evicted();
            }

            if (gone > MostGone)
            {
                gone = 0;
                ThreadPool.QueueUserWorkItem(_ => FreedMemory.GiveBack());
            }

            return entry;
        }
    }

    /// <summary>Whether a version is in memory.</summary>
    public bool Has(ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        lock (gate)
        {
            return entries.ContainsKey((version.JobId, version.Checkpoint));
        }
    }

    private void Remove(Entry entry)
    {
        lock (gate)
        {
            if (entries.TryGetValue(entry.Key, out var node) && node.Value == entry)
            {
                entries.Remove(entry.Key);
                byUse.Remove(node);
                bytes -= entry.Bytes;
            }
        }
    }

    private ServedModel Load(ModelVersion version)
    {
        var key = (version.JobId, version.Checkpoint);
        try
        {
            var model = ServedModel.Load(new CheckpointFolder(options.Value.CheckpointFolder(version.JobId)), version, TorchDevices.Resolve(options.Value.Device)!, meter);
            failures.TryRemove(key, out _);
            return model;
        }
        catch (CheckpointException exception)
        {
            failures[key] = exception.Message;
            throw;
        }
    }

    private sealed record Entry((Guid, string) Key, long Bytes, Lazy<ServedModel> Model);
}
