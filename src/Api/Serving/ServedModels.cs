using System.Collections.Concurrent;
using LearnML.Api.Models;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting;

namespace LearnML.Api.Serving;

/// <summary>
/// Resolves model references to loaded versions. In the background it checks every second whether a reference that is in use has a newer
/// version. A newer version is loaded and warmed up before it replaces the current one, which serves requests until then.
/// References that were not used lately are checked too, a few every second, as long as their model is in the cache.
/// </summary>
/// <param name="store">The model registry.</param>
/// <param name="cache">The loaded models.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
public sealed partial class ServedModels(ModelStore store, ServedModelCache cache, TimeProvider time, ILogger<ServedModels> log) : BackgroundService
{
    private const int IdleAtOnce = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ModelReference, Resolved> resolved = [];

    /// <summary>Returns the version that a reference stands for and its loaded model; null if there is no such version.</summary>
    /// <exception cref="CheckpointException">The files of the version are missing or damaged.</exception>
    public async ValueTask<(ModelVersion Version, ServedModel Model)?> FindAsync(ModelReference reference, CancellationToken cancellation)
    {
        if (resolved.TryGetValue(reference, out var known))
        {
            known.UsedAt = time.GetTimestamp();
            return (known.Version, cache.Get(known.Version));
        }

        if (await store.FindAsync(reference, cancellation) is not { } version)
        {
            return null;
        }

        var model = await Task.Run(() => cache.Get(version), cancellation);
        resolved.TryAdd(reference, new Resolved(version) { UsedAt = time.GetTimestamp() });
        return (version, model);
    }

    /// <summary>Loads a version, deleted or not, before it starts to serve requests.</summary>
    /// <returns>Whether the version exists.</returns>
    /// <exception cref="CheckpointException">The files of the version are missing or damaged.</exception>
    public async Task<bool> LoadAsync(string name, int version, CancellationToken cancellation)
    {
        if (await store.FindAsync(name, version, cancellation) is not { } found)
        {
            return false;
        }

        await Task.Run(() => cache.Get(found), cancellation);
        return true;
    }

    /// <summary>
    /// Resolves the references to a model again, after the model has changed. If the new version cannot be loaded, the next request tries again
    /// and receives the reason.
    /// </summary>
    public async Task LookAsync(string name, CancellationToken cancellation)
    {
        foreach (var (reference, known) in resolved.Where(entry => entry.Key.Name == name))
        {
            try
            {
                await LookAsync(reference, known, cancellation);
            }
            catch (Exception exception) when (exception is CheckpointException or OutOfDeviceMemoryException)
            {
                resolved.TryRemove(reference, out _);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (reference, known) in ToLookAt())
            {
                known.LookedAt = time.GetTimestamp();
                try
                {
                    await LookAsync(reference, known, stoppingToken);
                }
                catch (Exception exception) when (DatabaseFailure.Is(exception))
                {
                    // The database does not answer, or refuses the query: the current version keeps serving.
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    // The error concerns this model only. It is logged once, and the other models are still checked.
                    Tell(reference, known, exception);
                }
            }
        }
    }

    /// <summary>
    /// Returns the references in use, and the idle references that were checked longest ago. An idle reference whose newer version could not be
    /// loaded is not tried again until a request uses it.
    /// </summary>
    private List<KeyValuePair<ModelReference, Resolved>> ToLookAt()
    {
        var idle = resolved.Where(entry => time.GetElapsedTime(entry.Value.UsedAt) > Idle).ToList();
        idle.RemoveAll(entry => !cache.Has(entry.Value.Version) && resolved.TryRemove(entry));
        var idleToCheck = idle.Where(entry => entry.Value.Failure is null).OrderBy(entry => entry.Value.LookedAt).Take(IdleAtOnce);
        return [.. resolved.Except(idle), .. idleToCheck];
    }

    private async Task LookAsync(ModelReference reference, Resolved known, CancellationToken cancellation)
    {
        if (await store.FindAsync(reference, cancellation) is not { } version)
        {
            resolved.TryRemove(reference, out _);
        }
        else if ((version.Version, version.JobId) != (known.Version.Version, known.Version.JobId))
        {
            await Task.Run(() => cache.Get(version), cancellation);
            resolved[reference] = new Resolved(version) { UsedAt = known.UsedAt, LookedAt = known.LookedAt };
        }
    }

    private void Tell(ModelReference reference, Resolved known, Exception exception)
    {
        if (known.Failure != exception.Message)
        {
            known.Failure = exception.Message;
            NotTaken(reference, exception.Message, exception is CheckpointException or OutOfDeviceMemoryException ? null : exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The newer version of {Model} cannot be loaded, so the previous one keeps serving: {Reason}")]
    private partial void NotTaken(ModelReference model, string reason, Exception? exception);

    private sealed class Resolved(ModelVersion version)
    {
        public ModelVersion Version => version;

        /// <summary>When a request last used the reference, as a timestamp of the clock.</summary>
        public required long UsedAt { get; set; }

        /// <summary>When the reference was last checked for a newer version, as a timestamp of the clock; 0 if never.</summary>
        public long LookedAt { get; set; }

        /// <summary>Why the newer version could not be loaded, as it was logged; null if there was no failure.</summary>
        public string? Failure { get; set; }
    }
}
