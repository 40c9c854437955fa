using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Access.Keys;

/// <summary>Stores API keys in the database.</summary>
/// <param name="contexts">The database.</param>
/// <param name="time">The clock.</param>
public sealed class KeyStore(IDbContextFactory<LearnMLContext> contexts, TimeProvider time)
{
    /// <summary>The prefix of every secret, so that people and secret scanners recognize a leaked key.</summary>
    public const string Prefix = "lml_";

    private const int SecretBytes = 32;

    /// <summary>Returns the SHA-256 hash that is stored instead of a secret.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Creates a key.</summary>
    /// <returns>The key with its secret; null if the request is invalid, and then <paramref name="errors"/> has the reasons.</returns>
    public async Task<NewKey?> CreateAsync(KeyRequest request, FieldErrors errors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(errors);
        var now = time.GetUtcNow();
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var hash = Hash(secret);
        var name = request.Name ?? $"key-{hash[..8]}";
        errors.Require(ResourceName.IsValid(name), "name", ResourceName.Rule);
        errors.Require(name is not (CallerClaims.LocalName or CallerClaims.TerminalName), "name", $"'{name}' is reserved for callers without a key");
        errors.Require(request.Scopes.Count > 0, "scopes", "must have at least one of " + EnumNames.List(typeof(Scope)));
        errors.Require(request.ExpiresAt is null || request.ExpiresAt > now, "expiresAt", "must be in the future");
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var isTaken = await context.Keys.AnyAsync(key => key.Name == name, cancellationToken);
        errors.Require(!isTaken, "name", $"'{name}' is already used by a key, which may be revoked");
        if (!errors.IsEmpty)
        {
            return null;
        }

        var row = new KeyRow
        {
            Name = name,
            Hash = hash,
            Scopes = [.. request.Scopes.Distinct().Order()],
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt,
        };
        context.Add(row);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (context.Keys.AsNoTracking().Any(key => key.Name == name))
        {
            // Another request has created it in the meantime.
            errors.Add("name", $"'{name}' is already used by a key, which may be revoked");
            return null;
        }

        return new NewKey(row.ToKey(), secret);
    }

    /// <summary>Returns all keys, including revoked ones, oldest first.</summary>
    public async Task<IReadOnlyList<Key>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await ListRowsAsync(cancellationToken)).Select(row => row.ToKey())];

    /// <summary>Whether any key is valid now.</summary>
    public async Task<bool> AnyValidAsync(CancellationToken cancellationToken) =>
        (await ListRowsAsync(cancellationToken)).Exists(row => IsValid(row.ToKey(), time.GetUtcNow()));

    /// <summary>Revokes a key. A key that is already revoked keeps the time of its first revocation.</summary>
    /// <returns>Whether a key with this name exists.</returns>
    public async Task<bool> RevokeAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        DateTimeOffset? now = time.GetUtcNow();
        return await context.Keys.Where(key => key.Name == name)
            .ExecuteUpdateAsync(key => key.SetProperty(row => row.RevokedAt, row => row.RevokedAt ?? now), cancellationToken) > 0;
    }

    /// <summary>Stores when keys were last used.</summary>
    public async Task StoreUsesAsync(IReadOnlyCollection<(string Name, DateTimeOffset At)> uses, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uses);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var (name, at) in uses)
        {
            DateTimeOffset? used = at;
            await context.Keys.Where(key => key.Name == name)
                .ExecuteUpdateAsync(key => key.SetProperty(row => row.LastUsedAt, used), cancellationToken);
        }
    }

    /// <summary>Whether a key is neither revoked nor expired.</summary>
    internal static bool IsValid(Key key, DateTimeOffset now) => key.RevokedAt is null && (key.ExpiresAt is null || key.ExpiresAt > now);

    internal async Task<List<KeyRow>> ListRowsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Keys.AsNoTracking().OrderBy(key => key.CreatedAt).ToListAsync(cancellationToken);
    }
}
