using LearnML.Api.Storage;
using LearnML.Contracts;

namespace LearnML.Api.Access;

/// <summary>
/// The keys in memory, so that no request waits for the database. They are looked up again every second: a key that was revoked in
/// another process is refused here then, and one that was just made there is looked for at once.
/// </summary>
/// <param name="store">The keys.</param>
/// <param name="time">The clock.</param>
internal sealed class KeyRing(KeyStore store, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenMisses = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenUses = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim looking = new(1);
    private volatile Known known = new([], []);
    private long lookedAt;

    /// <summary>Called after each look: who holds a connection open sees whether it still may.</summary>
    public event Action? Looked;

    /// <summary>The key of a secret; null where there is none, or none that is good.</summary>
    public async ValueTask<KnownKey?> FindAsync(string secret, CancellationToken cancellation)
    {
        var hash = KeyStore.Hash(secret);
        if (!known.ByHash.ContainsKey(hash))
        {
            await LookForNewAsync(cancellation);
        }

        return Good(known.ByHash.GetValueOrDefault(hash));
    }

    /// <summary>The key of a name; null where there is none, or none that is good.</summary>
    public async ValueTask<KnownKey?> FindNamedAsync(string name, CancellationToken cancellation)
    {
        if (lookedAt == 0)
        {
            await LookAsync(cancellation);
        }

        return Named(name);
    }

    /// <summary>The same, as of the last look.</summary>
    public KnownKey? Named(string name) => Good(known.ByName.GetValueOrDefault(name));

    /// <summary>Looks at once, after a change.</summary>
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
                // What is known goes on being good, until it expires.
            }
        }
    }

    /// <summary>Looks for a key that is not known yet: one look serves all who ask meanwhile, and strangers make no more than ten a second.</summary>
    private async Task LookForNewAsync(CancellationToken cancellation)
    {
        var asked = time.GetTimestamp();
        await looking.WaitAsync(cancellation);
        try
        {
            if (lookedAt >= asked)
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
        var keys = (await store.RowsAsync(cancellation)).ToDictionary(row => row.Hash, row => Same(before.GetValueOrDefault(row.Hash), row.ToKey()));
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
        var uses = known.ByName.Values.Where(each => each.UsedAt is { } used && (each.Key.LastUsedAt is not { } stored || used - stored > BetweenUses)).Select(each => (each.Key.Name, each.UsedAt!.Value)).ToList();
        if (uses.Count > 0)
        {
            await store.UsedAsync(uses, cancellation);
        }
    }

    private sealed record Known(Dictionary<string, KnownKey> ByHash, Dictionary<string, KnownKey> ByName);
}
