using LearnML.Api.Storage;
using LearnML.Contracts;

namespace LearnML.Api.Access.Keys;

/// <summary>
/// Caches all keys in memory, so that requests with a known key do not wait for the database. The cache is refreshed every second, so a key
/// that another process revoked is refused within two seconds. An unknown key causes a refresh at once, because another process may have just
/// created it.
/// </summary>
/// <param name="store">The keys in the database.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class KeyCache(KeyStore store, TimeProvider time, ILogger<KeyCache> log) : BackgroundService
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MissRefreshInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StoreUsesInterval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim refreshLock = new(1);
    private volatile Snapshot snapshot = new([], []);
    private long refreshedAt;

    /// <summary>Raised after a regular or requested refresh, so that open connections of revoked keys can be closed.</summary>
    public event Action? Refreshed;

    /// <summary>Returns the key with this secret; null if it does not exist, was revoked or has expired.</summary>
    public async ValueTask<CachedKey?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = KeyStore.Hash(secret);
        if (!snapshot.ByHash.ContainsKey(hash))
        {
            await RefreshForUnknownKeyAsync(cancellationToken);
        }

        return UseIfValid(snapshot.ByHash.GetValueOrDefault(hash));
    }

    /// <summary>Returns the key with this name; null if it does not exist, was revoked or has expired. Fills the cache first if needed.</summary>
    public async ValueTask<CachedKey?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        if (refreshedAt == 0)
        {
            await RefreshAsync(cancellationToken);
        }

        return FindCached(name);
    }

    /// <summary>Returns the key with this name from the cache alone, as of the last refresh.</summary>
    public CachedKey? FindCached(string name) => UseIfValid(snapshot.ByName.GetValueOrDefault(name));

    /// <summary>Refreshes the cache now, for example after a change.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await refreshLock.WaitAsync(cancellationToken);
        try
        {
            await LoadAsync(cancellationToken);
        }
        finally
        {
            refreshLock.Release();
        }

        Refreshed?.Invoke();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        refreshLock.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isUnavailable = false;
        using var timer = new PeriodicTimer(RefreshInterval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // First the refresh: whatever happens to the times of use, a revoked key must be refused.
                await RefreshAsync(stoppingToken);
                await StoreUsesAsync(stoppingToken);
                isUnavailable = false;
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception))
            {
                // While the database is not available, the cached keys stay valid until they expire. This is logged once, not every second.
                if (!isUnavailable)
                {
                    LogRefreshFailed(exception.Message);
                }

                isUnavailable = true;
            }
        }
    }

    /// <summary>
    /// Refreshes the cache for an unknown key. Concurrent callers share one refresh, and unknown keys cause at most ten refreshes a second.
    /// </summary>
    private async Task RefreshForUnknownKeyAsync(CancellationToken cancellationToken)
    {
        var requestedAt = time.GetTimestamp();
        await refreshLock.WaitAsync(cancellationToken);
        try
        {
            if (refreshedAt >= requestedAt)
            {
                return;
            }

            if (refreshedAt > 0 && MissRefreshInterval - time.GetElapsedTime(refreshedAt) is var rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, time, cancellationToken);
            }

            await LoadAsync(cancellationToken);
        }
        finally
        {
            refreshLock.Release();
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var (before, now) = (snapshot.ByHash, time.GetTimestamp());
        var rows = await store.ListRowsAsync(cancellationToken);
        var keys = rows.ToDictionary(row => row.Hash, row => UpdateOrAdd(before.GetValueOrDefault(row.Hash), row.ToKey()));
        snapshot = new Snapshot(keys, keys.Values.ToDictionary(each => each.Key.Name));
        refreshedAt = now;
    }

    private static CachedKey UpdateOrAdd(CachedKey? before, Key key)
    {
        before ??= new CachedKey(key);
        before.Key = key;
        return before;
    }

    private CachedKey? UseIfValid(CachedKey? found)
    {
        var now = time.GetUtcNow();
        if (found is null || !KeyStore.IsValid(found.Key, now))
        {
            return null;
        }

        found.MarkUsed(now);
        return found;
    }

    private async Task StoreUsesAsync(CancellationToken cancellationToken)
    {
        var uses = snapshot.ByName.Values
            .Where(each => each.UsedAt is { } used && (each.Key.LastUsedAt is not { } stored || used - stored > StoreUsesInterval))
            .Select(each => (each.Key.Name, each.UsedAt!.Value)).ToList();
        if (uses.Count > 0)
        {
            await store.StoreUsesAsync(uses, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The keys could not be refreshed; the known keys stay valid until the database answers: {Reason}")]
    private partial void LogRefreshFailed(string reason);

    private sealed record Snapshot(Dictionary<string, CachedKey> ByHash, Dictionary<string, CachedKey> ByName);
}
