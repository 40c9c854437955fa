using LearnML.Api.Storage;
using LearnML.Contracts;

namespace LearnML.Api.Access;

/// <summary>
/// Caches all keys in memory, so that requests with a known key do not wait for the database. The cache is refreshed every second, so a key
/// that another process revoked is refused within a second. An unknown key causes a refresh at once, because another process may have just
/// created it.
/// </summary>
/// <param name="store">The keys in the database.</param>
/// <param name="time">The clock.</param>
internal sealed class KeyRing(KeyStore store, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenMisses = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenUses = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim looking = new(1);
    private volatile Known known = new([], []);
    private long lookedAt;

    /// <summary>Raised after a regular or requested refresh, so that open connections of revoked keys can be closed.</summary>
    public event Action? Looked;

    /// <summary>Returns the key with this secret; null if it does not exist, was revoked or has expired.</summary>
    public async ValueTask<KnownKey?> FindAsync(string secret, CancellationToken cancellation)
    {
        var hash = KeyStore.Hash(secret);
        if (!known.ByHash.ContainsKey(hash))
        {
            await LookForNewAsync(cancellation);
        }

        return Good(known.ByHash.GetValueOrDefault(hash));
    }

    /// <summary>Returns the key with this name; null if it does not exist, was revoked or has expired. Fills the cache first if needed.</summary>
    public async ValueTask<KnownKey?> FindNamedAsync(string name, CancellationToken cancellation)
    {
        if (lookedAt == 0)
        {
            await LookAsync(cancellation);
        }

        return Named(name);
    }

    /// <summary>Returns the key with this name from the cache alone, as of the last refresh.</summary>
    public KnownKey? Named(string name) => Good(known.ByName.GetValueOrDefault(name));

    /// <summary>Refreshes the cache now, for example after a change.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        await looking.WaitAsync(cancellation);
        try
        {
            await ReadAsync(cancellation);
        }
        finally
        {
            looking.Release();
        }

        Looked?.Invoke();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        looking.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await StoreUsesAsync(stoppingToken);
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception))
            {
                // While the database is not available, the cached keys stay valid until they expire.
            }
        }
    }

    /// <summary>
    /// Refreshes the cache for an unknown key. Concurrent callers share one refresh, and unknown keys cause at most ten refreshes a second.
    /// </summary>
    private async Task LookForNewAsync(CancellationToken cancellation)
    {
        var requestedAt = time.GetTimestamp();
        await looking.WaitAsync(cancellation);
        try
        {
            if (lookedAt >= requestedAt)
            {
                return;
            }

            if (lookedAt > 0 && BetweenMisses - time.GetElapsedTime(lookedAt) is var rest && rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, time, cancellation);
            }

            await ReadAsync(cancellation);
        }
        finally
        {
            looking.Release();
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var (before, now) = (known.ByHash, time.GetTimestamp());
        var rows = await store.RowsAsync(cancellation);
        var keys = rows.ToDictionary(row => row.Hash, row => Same(before.GetValueOrDefault(row.Hash), row.ToKey()));
        known = new Known(keys, keys.Values.ToDictionary(each => each.Key.Name));
        lookedAt = now;
    }

    private static KnownKey Same(KnownKey? before, Key key)
    {
        before ??= new KnownKey(key);
        before.Key = key;
        return before;
    }

    private KnownKey? Good(KnownKey? found)
    {
        var now = time.GetUtcNow();
        if (found is null || !KeyStore.IsGood(found.Key, now))
        {
            return null;
        }

        found.Use(now);
        return found;
    }

    private async Task StoreUsesAsync(CancellationToken cancellation)
    {
        var uses = known.ByName.Values
            .Where(each => each.UsedAt is { } used && (each.Key.LastUsedAt is not { } stored || used - stored > BetweenUses))
            .Select(each => (each.Key.Name, each.UsedAt!.Value)).ToList();
        if (uses.Count > 0)
        {
            await store.UsedAsync(uses, cancellation);
        }
    }

    private sealed record Known(Dictionary<string, KnownKey> ByHash, Dictionary<string, KnownKey> ByName);
}
