namespace LearnML.Contracts;

/// <summary>An API key without its secret; the service stores only a hash of the secret.</summary>
/// <param name="Name">The name, which identifies the caller. A name is never used for two keys.</param>
/// <param name="Scopes">The scopes of the key.</param>
/// <param name="CreatedAt">When the key was created (UTC).</param>
/// <param name="ExpiresAt">When the key expires (UTC); null if never.</param>
/// <param name="LastUsedAt">When the key was last used (UTC), accurate to about a minute; null if never.</param>
/// <param name="RevokedAt">When the key was revoked (UTC); null if it was not.</param>
public sealed record Key(
    string Name,
    IReadOnlyList<Scope> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? LastUsedAt = null,
    DateTimeOffset? RevokedAt = null);
