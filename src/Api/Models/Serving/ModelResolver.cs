using System.Collections.Concurrent;
using LearnML.Api.Models.Registry;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.State;

namespace LearnML.Api.Models.Serving;

/// <summary>
/// Resolves model references to loaded versions. In the background it checks every second whether a reference that is in use has a newer
/// version. A newer version is loaded and warmed up before it replaces the current one, which serves requests until then.
/// References that were not used lately are checked too, a few every second, as long as their model is in the cache.
/// </summary>
/// <param name="store">The model registry.</param>
/// <param name="cache">The loaded models.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
public sealed partial class ModelResolver(ModelStore store, ServedModelCache cache, TimeProvider time, ILogger<ModelResolver> log) : BackgroundService
{
    private const int MaximumIdlePerRefresh = 10;

    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<ModelReference, ResolvedModel> resolvedModels = [];
    private bool hasDatabaseFailed;

    /// <summary>Returns the version that a reference stands for and its loaded model; null if there is no such version.</summary>
    /// <exception cref="CheckpointException">The files of the version are missing or damaged.</exception>
    public async ValueTask<(ModelVersion Version, ServedModel Model)?> ResolveAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        if (resolvedModels.TryGetValue(reference, out var known))
        {
            known.LastUsedAt = time.GetTimestamp();
            return (known.Version, cache.GetOrLoad(known.Version));
        }

        if (await store.FindAsync(reference, cancellationToken) is not { } version)
        {
            return null;
        }

        var model = await Task.Run(() => cache.GetOrLoad(version), cancellationToken);
        resolvedModels.TryAdd(reference, new ResolvedModel(version) { LastUsedAt = time.GetTimestamp() });
        return (version, model);
    }

    /// <summary>Loads a version, deleted or not, before it starts to serve requests.</summary>
    /// <returns>Whether the version exists.</returns>
    /// <exception cref="CheckpointException">The files of the version are missing or damaged.</exception>
    public async Task<bool> PreloadAsync(string name, int version, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(name, version, cancellationToken) is not { } found)
        {
            return false;
        }

        await Task.Run(() => cache.GetOrLoad(found), cancellationToken);
        return true;
    }

    /// <summary>
    /// Resolves the references to a model again, after the model has changed. If the new version cannot be loaded, the next request tries again
    /// and receives the reason.
    /// </summary>
    public async Task RefreshAsync(string name, CancellationToken cancellationToken)
    {
        foreach (var (reference, known) in resolvedModels.Where(entry => entry.Key.Name == name))
        {
            try
            {
                await RefreshAsync(reference, known, cancellationToken);
            }
            catch (Exception exception) when (exception is CheckpointException or OutOfDeviceMemoryException)
            {
                resolvedModels.TryRemove(reference, out _);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RefreshInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (reference, known) in SelectForRefresh())
            {
                known.LastCheckedAt = time.GetTimestamp();
                try
                {
                    await RefreshAsync(reference, known, stoppingToken);
                    hasDatabaseFailed = false;
                }
                catch (Exception exception) when (DatabaseFailure.Is(exception))
                {
                    ReportDatabaseFailure(exception);
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    // The error concerns this model only. It is logged once, and the other models are still checked.
                    ReportFailure(reference, known, exception);
                }
            }
        }
    }

    /// <summary>
    /// Returns the references in use, and the idle references that were checked longest ago. An idle reference whose newer version could not be
    /// loaded is not tried again until a request uses it.
    /// </summary>
    private List<KeyValuePair<ModelReference, ResolvedModel>> SelectForRefresh()
    {
        var idle = resolvedModels.Where(entry => time.GetElapsedTime(entry.Value.LastUsedAt) > IdleAfter).ToList();
        idle.RemoveAll(entry => !cache.Contains(entry.Value.Version) && resolvedModels.TryRemove(entry));
        var idleToCheck = idle.Where(entry => entry.Value.LastFailure is null)
            .OrderBy(entry => entry.Value.LastCheckedAt).Take(MaximumIdlePerRefresh);
        return [.. resolvedModels.Except(idle), .. idleToCheck];
    }

    private async Task RefreshAsync(ModelReference reference, ResolvedModel current, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(reference, cancellationToken) is not { } version)
        {
            resolvedModels.TryRemove(reference, out _);
        }
        else if ((version.Version, version.JobId) != (current.Version.Version, current.Version.JobId))
        {
            await Task.Run(() => cache.GetOrLoad(version), cancellationToken);
            resolvedModels[reference] = new ResolvedModel(version) { LastUsedAt = current.LastUsedAt, LastCheckedAt = current.LastCheckedAt };
        }
    }

    private void ReportFailure(ModelReference reference, ResolvedModel current, Exception exception)
    {
        if (current.LastFailure != exception.Message)
        {
            current.LastFailure = exception.Message;
            LogUpdateFailed(reference, exception.Message, exception is CheckpointException or OutOfDeviceMemoryException ? null : exception);
        }
    }

    /// <summary>Logs that the database does not answer or refuses the query, once until it answers again.</summary>
    private void ReportDatabaseFailure(Exception exception)
    {
        if (!hasDatabaseFailed)
        {
            hasDatabaseFailed = true;
            LogDatabaseFailed(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database cannot be asked for newer model versions, so the current ones keep serving: {Reason}")]
    private partial void LogDatabaseFailed(string reason);

    [LoggerMessage(LogLevel.Warning, "The newer version of {Model} cannot be loaded, so the previous one keeps serving: {Reason}")]
    private partial void LogUpdateFailed(ModelReference model, string reason, Exception? exception);

    private sealed class ResolvedModel(ModelVersion version)
    {
        public ModelVersion Version => version;

        /// <summary>When a request last used the reference, as a timestamp of the clock.</summary>
        public required long LastUsedAt { get; set; }

        /// <summary>When the reference was last checked for a newer version, as a timestamp of the clock; 0 if never.</summary>
        public long LastCheckedAt { get; set; }

        /// <summary>Why the newer version could not be loaded, as it was logged; null if there was no failure.</summary>
        public string? LastFailure { get; set; }
    }
}
