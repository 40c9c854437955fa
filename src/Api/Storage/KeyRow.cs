using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A key as stored. One that was revoked keeps its row, so that its name means one caller for ever.</summary>
public sealed class KeyRow
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its secret, which is random enough to need neither salt nor a slow hash.</summary>
    public required string Hash { get; init; }

    /// <summary>What it may do.</summary>
    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is refused.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    internal Key ToKey() => new(Name, Scopes, CreatedAt, ExpiresAt, LastUsedAt, RevokedAt);
}
