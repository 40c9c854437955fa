using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Access;

/// <summary>The keys in the database.</summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
public sealed class KeyStore(IDbContextFactory<LearnMLContext> contexts, TimeProvider time)
{
    /// <summary>How every secret begins, so that a lost one is known for what it is.</summary>
    public const string Prefix = "lml_";

    private const int SecretBytes = 32;

    /// <summary>What is stored in place of a secret.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Makes a key.</summary>
    /// <returns>The key with its secret; null when something is wrong with the request, which <paramref name="errors"/> then says.</returns>
    public async Task<NewKey?> CreateAsync(KeyRequest request, FieldErrors errors, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(errors);
        var now = time.GetUtcNow();
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var hash = Hash(secret);
        var name = request.Name ?? $"key-{hash[..8]}";
        errors.Require(PlainName.IsRight(name), "name", PlainName.Rule);
        errors.Require(name is not (Callers.Local or Callers.Terminal), "name", $"'{name}' is what callers without a key are called");
        errors.Require(request.Scopes.Count > 0, "scopes", "must have at least one of " + EnumWord.All(typeof(Scope)));
        errors.Require(request.ExpiresAt is null || request.ExpiresAt > now, "expiresAt", "must lie ahead");
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        errors.Require(!await context.Keys.AnyAsync(key => key.Name == name, cancellation), "name", $"there is, or was, a key '{name}'");
        if (!errors.None)
        {
            return null;
        }

        var row = new KeyRow { Name = name, Hash = hash, Scopes = [.. request.Scopes.Distinct().Order()], CreatedAt = now, ExpiresAt = request.ExpiresAt };
        context.Add(row);
        try
        {
            await context.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (context.Keys.AsNoTracking().Any(key => key.Name == name))
        {
            // Another request made it meanwhile.
            errors.Add("name", $"there is, or was, a key '{name}'");
            return null;
        }

        return new NewKey(row.ToKey(), secret);
    }

    /// <summary>All keys, the revoked ones too, in the order in which they were made.</summary>
    public async Task<IReadOnlyList<Key>> ListAsync(CancellationToken cancellation) => [.. (await RowsAsync(cancellation)).Select(row => row.ToKey())];

    /// <summary>Whether any key is good now.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellation) => (await RowsAsync(cancellation)).Exists(row => IsGood(row.ToKey(), time.GetUtcNow()));

    /// <summary>Refuses a key from now on.</summary>
    /// <returns>Whether there is one of that name.</returns>
    public async Task<bool> RevokeAsync(string name, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        DateTimeOffset? now = time.GetUtcNow();
        return await context.Keys.Where(key => key.Name == name).ExecuteUpdateAsync(key => key.SetProperty(row => row.RevokedAt, row => row.RevokedAt ?? now), cancellation) > 0;
    }

    /// <summary>Stores when keys were last used.</summary>
    public async Task UsedAsync(IReadOnlyCollection<(string Name, DateTimeOffset At)> uses, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(uses);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        foreach (var (name, at) in uses)
        {
            DateTimeOffset? used = at;
            await context.Keys.Where(key => key.Name == name).ExecuteUpdateAsync(key => key.SetProperty(row => row.LastUsedAt, used), cancellation);
        }
    }

    /// <summary>Whether a key is neither revoked nor expired.</summary>
    internal static bool IsGood(Key key, DateTimeOffset now) => key.RevokedAt is null && (key.ExpiresAt is null || key.ExpiresAt > now);

    internal async Task<List<KeyRow>> RowsAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Keys.AsNoTracking().OrderBy(key => key.CreatedAt).ToListAsync(cancellation);
    }
}
