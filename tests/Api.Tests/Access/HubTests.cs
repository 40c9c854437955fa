using System.Net.WebSockets;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.LiveMetrics;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access;

[Collection(GuardedCollection.Name)]
public sealed class HubTests(GuardedService guarded)
{
    [Fact]
    public async Task Nobody_connects_without_a_key_that_reads()
    {
        foreach (var key in new[] { null, "lml_wrong", await SecretAsync(Scope.Predict) })
        {
            var refused = await Assert.ThrowsAsync<HttpRequestException>(() => LiveClient.ConnectAsync(guarded.Stranger, key));

            Assert.Equal(key is null or "lml_wrong"
                ? System.Net.HttpStatusCode.Unauthorized : System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    [Fact]
    public async Task A_key_that_reads_watches_anybodys_job()
    {
        var job = await guarded.Trainer.RunJobAsync(SampleSpecs.Quick);
        await using var client = await LiveClient.ConnectAsync(guarded.Stranger, await SecretAsync(Scope.Read));

        Assert.Equal(job.LastSequence, (await client.WatchAsync(job.Id)).Count);
    }

    [Fact]
    public async Task A_key_that_is_revoked_loses_the_connection_that_it_has()
    {
        var made = await guarded.NewKeyAsync(Scope.Read);
        await using var client = await LiveClient.ConnectAsync(guarded.Stranger, made.Secret);
        await client.CallAsync("SubscribeAll");

        await guarded.Admin.Client.Access.RevokeKeyAsync(made.Key.Name, TestContext.Current.CancellationToken);

        await client.UntilClosedAsync();
    }

    [Fact]
    public async Task A_key_that_expires_joins_nothing_more()
    {
        var expiresAt = TimeProvider.System.GetUtcNow().AddSeconds(4);
        var made = await guarded.NewKeyAsync(Scope.Read, expiresAt);
        await using var client = await LiveClient.ConnectAsync(guarded.Stranger, made.Secret);
        await client.CallAsync("SubscribeAll");

        await client.UntilClosedAsync();
        Assert.True(TimeProvider.System.GetUtcNow() > expiresAt);
    }

    [Fact]
    public async Task A_browsers_key_is_taken_out_of_the_address_before_anything_logs_it()
    {
        var made = await guarded.NewKeyAsync(Scope.Read);
        using var socket = new ClientWebSocket();
        var address = new UriBuilder(
            new Uri(guarded.Stranger.Address, "/hubs/training"))
        { Scheme = "ws", Query = $"?access_token={made.Secret}" }.Uri;

        await socket.ConnectAsync(address, Deadline.Token());
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"),
            WebSocketMessageType.Text, true, Deadline.Token());
        var answer = new byte[64];
        var received = await socket.ReceiveAsync(answer, Deadline.Token());

        // SignalR answers the handshake with an empty object: the key opened the door.
        Assert.Equal("{}\u001e", Encoding.UTF8.GetString(answer, 0, received.Count));
        await Deadline.UntilAsync(() => guarded.Stranger.Output.Contains("/hubs/training", StringComparison.Ordinal));
        Assert.DoesNotContain(made.Secret, guarded.Stranger.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("access_token", guarded.Stranger.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_the_address_opens_nothing_but_the_hub()
    {
        var made = await guarded.NewKeyAsync(Scope.Read);

        (await guarded.Stranger.GetAsync($"/api/jobs?access_token={made.Secret}")).ShouldBeProblem(System.Net.HttpStatusCode.Unauthorized);
    }

    private async Task<string> SecretAsync(Scope scope) => (await guarded.NewKeyAsync(scope)).Secret;
}
