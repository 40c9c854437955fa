using System.Collections.Concurrent;
using System.Security.Claims;
using LearnML.Api.Access.Scopes;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.Access.Keys;

/// <summary>
/// Checks the caller's access at every call to the hub, not only when it connects, and closes the connections of keys that were revoked
/// or have expired.
/// </summary>
internal sealed class HubAccessFilter : IHubFilter, IDisposable
{
    private readonly ConcurrentDictionary<string, HubCallerContext> connections = new(StringComparer.Ordinal);
    private readonly KeyCache cache;

    public HubAccessFilter(KeyCache cache)
    {
        this.cache = cache;
        cache.Refreshed += AbortRefusedConnections;
    }

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next) =>
        IsStillAllowed(invocationContext.Context.User)
            ? next(invocationContext)
            : throw new HubException("The key was revoked or has expired.");

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        connections[context.Context.ConnectionId] = context.Context;
        return next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        connections.TryRemove(context.Context.ConnectionId, out _);
        return next(context, exception);
    }

    public void Dispose() => cache.Refreshed -= AbortRefusedConnections;

    private void AbortRefusedConnections()
    {
        foreach (var connection in connections.Values.Where(each => !IsStillAllowed(each.User)))
        {
            connection.Abort();
        }
    }

    /// <summary>Whether a caller may still use the hub. Only keys are looked up: SignalR itself closes a connection when its token expires.</summary>
    private bool IsStillAllowed(ClaimsPrincipal? user) => user is not null && CallerClaims.HasScope(user, Scope.Read)
        && (user.Identity!.AuthenticationType != KeyAuthenticationHandler.Scheme || cache.FindCached(CallerClaims.GetName(user)) is not null);
}
