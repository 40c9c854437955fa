using System.Net.WebSockets;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.LiveMetrics;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access.Keys;

[Collection(SecuredServiceCollection.Name)]
public sealed class HubAuthenticationTests(SecuredServiceFixture fixture)
{
    [Fact]
    public async Task Hub_requires_a_key_with_the_read_scope()
    {
        foreach (var key in new[] { null, "lml_wrong", await CreateSecretAsync(Scope.Predict) })
        {
            var rejected = await Assert.ThrowsAsync<HttpRequestException>(() => HubClient.ConnectAsync(fixture.Anonymous, key));

            Assert.Equal(key is null or "lml_wrong"
                ? System.Net.HttpStatusCode.Unauthorized : System.Net.HttpStatusCode.Forbidden, rejected.StatusCode);
        }
    }

    [Fact]
    public async Task Key_with_the_read_scope_watches_the_job_of_another_caller()
    {
        var job = await fixture.Trainer.RunJobAsync(SampleSpecs.Quick);
        await using var client = await HubClient.ConnectAsync(fixture.Anonymous, await CreateSecretAsync(Scope.Read));

        Assert.Equal(job.LastSequence, (await client.WatchAsync(job.Id)).Count);
    }

    [Fact]
    public async Task Hub_closes_the_connection_when_its_key_is_revoked()
    {
        var created = await fixture.CreateKeyAsync(Scope.Read);
        await using var client = await HubClient.ConnectAsync(fixture.Anonymous, created.Secret);
        await client.CallAsync("SubscribeAll");

        await fixture.Admin.Client.Access.RevokeKeyAsync(created.Key.Name, TestContext.Current.CancellationToken);

        await client.WaitForCloseAsync();
    }

    [Fact]
    public async Task Hub_closes_the_connection_when_its_key_expires()
    {
        var expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(4);
        var created = await fixture.CreateKeyAsync(Scope.Read, expiresAt);
        await using var client = await HubClient.ConnectAsync(fixture.Anonymous, created.Secret);
        await client.CallAsync("SubscribeAll");

        await client.WaitForCloseAsync();
        Assert.True(TimeProvider.System.GetUtcNow() > expiresAt);
    }

    [Fact]
    public async Task Key_in_the_hub_address_is_not_logged()
    {
        var created = await fixture.CreateKeyAsync(Scope.Read);
        using var socket = new ClientWebSocket();
        var address = new UriBuilder(
            new Uri(fixture.Anonymous.Address, "/hubs/training"))
        { Scheme = "ws", Query = $"?access_token={created.Secret}" }.Uri;

        await socket.ConnectAsync(address, Deadline.Token());
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"),
            WebSocketMessageType.Text, true, Deadline.Token());
        var buffer = new byte[64];
        var received = await socket.ReceiveAsync(buffer, Deadline.Token());

        // SignalR answers a successful handshake with an empty object.
        Assert.Equal("{}\u001e", Encoding.UTF8.GetString(buffer, 0, received.Count));
        await Deadline.UntilAsync(() => fixture.Anonymous.Output.Contains("/hubs/training", StringComparison.Ordinal));
        Assert.DoesNotContain(created.Secret, fixture.Anonymous.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("access_token", fixture.Anonymous.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_in_the_address_is_accepted_by_the_hub_only()
    {
        var created = await fixture.CreateKeyAsync(Scope.Read);

        (await fixture.Anonymous.GetAsync($"/api/jobs?access_token={created.Secret}")).ShouldBeProblem(System.Net.HttpStatusCode.Unauthorized);
    }

    private async Task<string> CreateSecretAsync(Scope scope) => (await fixture.CreateKeyAsync(scope)).Secret;
}
