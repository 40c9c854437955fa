using System.Security.Claims;
using LearnML.Contracts;

namespace LearnML.Api.Access;

/// <summary>A key in memory.</summary>
/// <param name="key">The key.</param>
internal sealed class KnownKey(Key key)
{
    private long usedAt;

    /// <summary>The key, as it was stored when it was last looked up.</summary>
    public Key Key { get; set; } = key;

    /// <summary>Its caller.</summary>
    public ClaimsPrincipal Principal { get; } = Callers.Of(key.Name, key.Scopes, KeyAuthentication.Scheme);

    /// <summary>When it was last used here; null: it was not.</summary>
    public DateTimeOffset? UsedAt => Volatile.Read(ref usedAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>It is used.</summary>
    public void Use(DateTimeOffset now) => Volatile.Write(ref usedAt, now.UtcTicks);
}
