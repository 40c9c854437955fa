using System.Security.Claims;
using LearnML.Api.Access.Keys;
using LearnML.Api.Access.Scopes;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnML.Api.Tests.Access.Keys;

/// <summary>The hub rejects calls of an open connection whose key is no longer valid, even before it closes the connection.</summary>
public sealed class HubAccessFilterTests
{
    [Fact]
    public async Task Hub_checks_the_key_at_every_call()
    {
        using var keys = new KeyCache(
            new KeyStore(new DelegateContextFactory(() => throw new InvalidOperationException("The key store was read.")), TimeProvider.System),
            TimeProvider.System,
            NullLogger<KeyCache>.Instance);
        using var filter = new HubAccessFilter(keys);

        var rejected = await Assert.ThrowsAsync<HubException>(
            async () => await CallAsync(CallerClaims.CreatePrincipal("gone", [Scope.Read], KeyAuthenticationHandler.Scheme)));

        Assert.Equal("The key was revoked or has expired.", rejected.Message);
        await Assert.ThrowsAsync<HubException>(
            async () => await CallAsync(CallerClaims.CreatePrincipal("less", [Scope.Predict], LocalAuthenticationHandler.Scheme)));
        Assert.Equal("called", await CallAsync(CallerClaims.LocalPrincipal));

        ValueTask<object?> CallAsync(ClaimsPrincipal caller) => filter.InvokeMethodAsync(
            new HubInvocationContext(new HubContext(caller), new ServiceCollection().BuildServiceProvider(), null!,
                typeof(TrainingHub).GetMethods()[0], []), _ => ValueTask.FromResult<object?>("called"));
    }

    private sealed class HubContext(ClaimsPrincipal user) : HubCallerContext
    {
        public override string ConnectionId => "one";

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal? User => user;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => CancellationToken.None;

        public override void Abort()
        {
        }
    }
}
