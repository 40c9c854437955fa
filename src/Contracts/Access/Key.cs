namespace LearnML.Contracts;

/// <summary>A key, without its secret, of which only a hash is stored.</summary>
/// <param name="Name">Its name: who or what calls with it. No two keys ever have the same.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
/// <param name="ExpiresAt">From when on it is refused (UTC); null: never.</param>
/// <param name="LastUsedAt">When it was last used (UTC), to the minute; null: never.</param>
/// <param name="RevokedAt">When it was revoked (UTC); null: it was not.</param>
public sealed record Key(
    string Name, IReadOnlyList<Scope> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt = null, DateTimeOffset? LastUsedAt = null, DateTimeOffset? RevokedAt = null);
