using System.Collections.Concurrent;
using LearnML.Api.Models;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting;

namespace LearnML.Api.Serving;

/// <summary>
/// Which version answers for a name. Those that are asked for are looked up again every second, beside the requests: a version
/// that takes over is loaded and warm before it does, and meanwhile the one before it answers.
/// </summary>
/// <param name="store">The registry.</param>
/// <param name="cache">The models in memory.</param>
/// <param name="log">The log.</param>
public sealed partial class ServedModels(ModelStore store, ServedModelCache cache, ILogger<ServedModels> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ModelReference, Resolved> resolved = [];

    /// <summary>The version that answers, and the model; null where there is none.</summary>
    /// <exception cref="CheckpointException">Its files are gone or damaged.</exception>
    public async ValueTask<(ModelVersion Version, ServedModel Model)?> FindAsync(ModelReference reference, CancellationToken cancellation)
    {
        if (resolved.TryGetValue(reference, out var known))
        {
            known.UsedAt = Environment.TickCount64;
            return (known.Version, cache.Get(known.Version));
        }

        if (await store.FindAsync(reference, cancellation) is not { } version)
        {
            return null;
        }

        var model = await Task.Run(() => cache.Get(version), cancellation);
        resolved.TryAdd(reference, new Resolved(version));
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
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (reference, known) in resolved)
            {
                if (Environment.TickCount64 - known.UsedAt > Idle.TotalMilliseconds)
                {
                    resolved.TryRemove(reference, out _);
                    continue;
                }

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

    private async Task LookAsync(ModelReference reference, Resolved known, CancellationToken cancellation)
    {
        if (await store.FindAsync(reference, cancellation) is not { } version)
        {
            resolved.TryRemove(reference, out _);
        }
        else if ((version.Version, version.JobId) != (known.Version.Version, known.Version.JobId))
        {
            await Task.Run(() => cache.Get(version), cancellation);
            resolved[reference] = new Resolved(version) { UsedAt = known.UsedAt };
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

        public long UsedAt { get; set; } = Environment.TickCount64;

        /// <summary>Why the one after it could not take over, as it was told.</summary>
        public string? Failure { get; set; }
    }
}
