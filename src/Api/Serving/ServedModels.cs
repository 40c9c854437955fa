using System.Collections.Concurrent;
using LearnML.Api.Models;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting;

namespace LearnML.Api.Serving;

/// <summary>
/// Which version answers for a name. Those that are asked for are looked up again every second, beside the requests: a version
/// that takes over is loaded and warm before it does, and meanwhile the one before it answers. So are those that nobody has asked for
/// lately, as long as they are in memory: a few every second.
/// </summary>
/// <param name="store">The registry.</param>
/// <param name="cache">The models in memory.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
public sealed partial class ServedModels(ModelStore store, ServedModelCache cache, TimeProvider time, ILogger<ServedModels> log) : BackgroundService
{
    private const int IdleAtOnce = 10;


    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ModelReference, Resolved> resolved = [];

    /// <summary>The version that answers, and the model; null where there is none.</summary>
    /// <exception cref="CheckpointException">Its files are gone or damaged.</exception>
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

    /// <summary>Loads a version, deleted or not, so that it can take over.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="CheckpointException">Its files are gone or damaged.</exception>
    public async Task<bool> LoadAsync(string name, int version, CancellationToken cancellation)
    {
        if (await store.FindAsync(name, version, cancellation) is not { } found)
        {
            return false;
        }

        await Task.Run(() => cache.Get(found), cancellation);
        return true;
    }

    /// <summary>Looks again at once, after a change of a model. Where what answers now cannot be loaded, requests are told why.</summary>
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
                    // What is known goes on answering.
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    // Whatever it is, it concerns this model alone, and is told once.
                    Tell(reference, known, exception);
                }
            }
        }
    }

    /// <summary>
    /// Those that are in use, and of the others those that were looked at longest ago. A newer version that could not be loaded is not
    /// tried again until somebody asks.
    /// </summary>
    private List<KeyValuePair<ModelReference, Resolved>> ToLookAt()
    {
        var idle = resolved.Where(entry => time.GetElapsedTime(entry.Value.UsedAt) > Idle).ToList();
        idle.RemoveAll(entry => !cache.Has(entry.Value.Version) && resolved.TryRemove(entry));
        return [.. resolved.Except(idle), .. idle.Where(entry => entry.Value.Failure is null).OrderBy(entry => entry.Value.LookedAt).Take(IdleAtOnce)];
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

    [LoggerMessage(LogLevel.Warning, "The newer version of {Model} cannot take over: {Reason}")]
    private partial void NotTaken(ModelReference model, string reason, Exception? exception);

    private sealed class Resolved(ModelVersion version)
    {
        public ModelVersion Version => version;

        /// <summary>When somebody asked for it.</summary>
        public required long UsedAt { get; set; }

        /// <summary>When it was looked up again; 0 where it was not.</summary>
        public long LookedAt { get; set; }

        /// <summary>Why the one after it could not take over, as it was told.</summary>
        public string? Failure { get; set; }
    }
}
