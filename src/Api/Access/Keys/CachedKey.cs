using System.Security.Claims;
using LearnML.Api.Access.Scopes;
using LearnML.Contracts;

namespace LearnML.Api.Access.Keys;

/// <summary>A key in the cache, with its principal and its last use.</summary>
/// <param name="key">The key.</param>
internal sealed class CachedKey(Key key)
{
    private long usedAt;

    /// <summary>The key as of the last refresh.</summary>
    public Key Key { get; set; } = key;

    /// <summary>The principal of requests with this key.</summary>
    public ClaimsPrincipal Principal { get; } = CallerClaims.CreatePrincipal(key.Name, key.Scopes, KeyAuthenticationHandler.Scheme);

    /// <summary>When this process last accepted the key (UTC); null if never.</summary>
    public DateTimeOffset? UsedAt => Volatile.Read(ref usedAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Records a use of the key.</summary>
    public void MarkUsed(DateTimeOffset now) => Volatile.Write(ref usedAt, now.UtcTicks);
}
