using System.Collections.Concurrent;
using LearnML.Api.Telemetry;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Serving;

/// <summary>
/// Keeps the most recently used models in memory, up to a number of bytes. A model is loaded once, even if several requests wait for it.
/// A model that is evicted while a request uses it stays in memory until that request has finished.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="meter">Counts cache hits and misses.</param>
public sealed class ServedModelCache(IOptions<LearnMLOptions> options, ServingMeter meter)
{
    // After so many bytes of evicted models their memory is released explicitly. The garbage collector would collect them too late.
    private const long MostGone = 1 << 26;

    private readonly Lock gate = new();
    private readonly Dictionary<(Guid, string), LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = [];
    private readonly ConcurrentDictionary<(Guid, string), string> failures = [];
    private long bytes;
    private long gone;

    /// <summary>The number of models in the cache.</summary>
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

    /// <summary>Returns a model version, and loads it if it is not in the cache.</summary>
    /// <exception cref="CheckpointException">The files of the version are missing or damaged. The next call tries to load it again.</exception>
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

    /// <summary>Returns why the last attempt to load a version failed; null if it succeeded or there was no attempt.</summary>
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

    /// <summary>Returns whether a version is in the cache.</summary>
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
            var folder = new CheckpointFolder(options.Value.CheckpointFolder(version.JobId));
            var model = ServedModel.Load(folder, version, TorchDevices.Resolve(options.Value.Device)!, meter);
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
