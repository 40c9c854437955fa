using System.Collections.Concurrent;
using System.Security.Claims;
using LearnML.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.Access;

/// <summary>
/// Checks the caller's access at every call to the hub, not only when it connects, and closes the connections of keys that were revoked
/// or have expired.
/// </summary>
internal sealed class HubGuard : IHubFilter, IDisposable
{
    private readonly ConcurrentDictionary<string, HubCallerContext> connections = new(StringComparer.Ordinal);
    private readonly KeyRing ring;

    public HubGuard(KeyRing ring)
    {
        this.ring = ring;
        ring.Looked += EndConnections;
    }

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next) =>
        StillMay(invocationContext.Context.User)
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

    public void Dispose() => ring.Looked -= EndConnections;

    private void EndConnections()
    {
        foreach (var connection in connections.Values.Where(each => !StillMay(each.User)))
        {
            connection.Abort();
        }
    }

    /// <summary>Whether a caller may still use the hub. Only keys are looked up: SignalR itself closes a connection when its token expires.</summary>
    private bool StillMay(ClaimsPrincipal? user) => user is not null && Callers.May(user, Scope.Read)
        && (user.Identity!.AuthenticationType != KeyAuthentication.Scheme || ring.Named(Callers.NameOf(user)) is not null);
}
