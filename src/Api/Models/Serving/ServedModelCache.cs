using System.Collections.Concurrent;
using LearnML.Api.Hosting;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using LearnML.Training.State;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Serving;

/// <summary>
/// Keeps the most recently used models in memory, up to a number of bytes. A model is loaded once, even if several requests wait for it.
/// A model that is evicted while a request uses it stays in memory until that request has finished.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="meter">Counts cache hits and misses.</param>
public sealed class ServedModelCache(IOptions<LearnMLOptions> options, ServingMeter meter)
{
    // After so many bytes of evicted models their memory is released explicitly. The garbage collector would collect them too late.
    private const long EvictedBytesBeforeRelease = 1 << 26;

    private readonly Lock cacheLock = new();
    private readonly Dictionary<(Guid, string), LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> recentlyUsed = [];
    private readonly ConcurrentDictionary<(Guid, string), string> loadFailures = [];
    private long cachedBytes;
    private long evictedBytes;

    /// <summary>The number of models in the cache.</summary>
    public int Count
    {
        get
        {
            lock (cacheLock)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>Returns a model version, and loads it if it is not in the cache.</summary>
    /// <exception cref="CheckpointException">The files of the version are missing or damaged. The next call tries to load it again.</exception>
    public ServedModel GetOrLoad(ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var entry = GetOrAddEntry(version);
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
    public string? GetLoadFailure(ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return loadFailures.GetValueOrDefault((version.JobId, version.Checkpoint));
    }

    private Entry GetOrAddEntry(ModelVersion version)
    {
        var key = (version.JobId, version.Checkpoint);
        lock (cacheLock)
        {
            if (entries.TryGetValue(key, out var node))
            {
                recentlyUsed.Remove(node);
                recentlyUsed.AddFirst(node);
                meter.RecordCacheHit();
                return node.Value;
            }

            meter.RecordCacheMiss();

            var entry = new Entry(key, sizeof(float) * version.Parameters, new Lazy<ServedModel>(() => Load(version)));
            entries.Add(key, recentlyUsed.AddFirst(entry));
            cachedBytes += entry.Bytes;
            while (cachedBytes > options.Value.ModelCacheBytes && recentlyUsed.Count > 1)
            {
                evictedBytes += recentlyUsed.Last!.Value.Bytes;
                Remove(recentlyUsed.Last.Value);
                meter.RecordEviction();
            }

            if (evictedBytes > EvictedBytesBeforeRelease)
            {
                evictedBytes = 0;
                ThreadPool.QueueUserWorkItem(_ => NativeHeap.ReleaseUnused());
            }

            return entry;
        }
    }

    /// <summary>Returns whether a version is in the cache.</summary>
    public bool Contains(ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        lock (cacheLock)
        {
            return entries.ContainsKey((version.JobId, version.Checkpoint));
        }
    }

    private void Remove(Entry entry)
    {
        lock (cacheLock)
        {
            if (entries.TryGetValue(entry.Key, out var node) && node.Value == entry)
            {
                entries.Remove(entry.Key);
                recentlyUsed.Remove(node);
                cachedBytes -= entry.Bytes;
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
            loadFailures.TryRemove(key, out _);
            return model;
        }
        catch (CheckpointException exception)
        {
            loadFailures[key] = exception.Message;
            throw;
        }
    }

    private sealed record Entry((Guid, string) Key, long Bytes, Lazy<ServedModel> Model);
}
