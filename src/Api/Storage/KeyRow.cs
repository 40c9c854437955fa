using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A stored API key. A revoked key keeps its row, so that a name always means the same caller.</summary>
public sealed class KeyRow
{
    /// <summary>The name of the key.</summary>
    public required string Name { get; init; }

    /// <summary>The SHA-256 hash of the secret. The secret is random and long, so it needs no salt and no slow hash.</summary>
    public required string Hash { get; init; }

    /// <summary>The scopes of the key.</summary>
    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>When the key was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the key expires; null if it never does.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the key was last used; null if never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When the key was revoked; null if it was not.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    internal Key ToKey() => new(Name, Scopes, CreatedAt, ExpiresAt, LastUsedAt, RevokedAt);
}
