using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using ServiceProcess = LearnML.Api.Tests.Hosting.ServiceProcess;

namespace LearnML.Api.Tests.Access;

/// <summary>Where a key is asked for, and where not.</summary>
public sealed class DoorTests(ServiceFixture open) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("The service listens on http://0.0.0.0:0, which is not a loopback address, so every caller needs a key, but there is no key.", "--urls", "http://0.0.0.0:0")]
    [InlineData("The service listens on http://+:0, which is not a loopback address", "--urls", "http://127.0.0.1:0;http://+:0")]
    [InlineData("The service listens on http://[::]:0, which is not a loopback address", "--urls", "http://127.0.0.1:0", "--Kestrel:Endpoints:More:Url", "http://[::]:0")]
    [InlineData("LearnML:RequireKeys is true, so every caller needs a key, but there is no key.", "--urls", "http://127.0.0.1:0", "--LearnML:RequireKeys", "true")]
    [InlineData("LearnML:Proxies is set, so every caller needs a key, but there is no key.", "--urls", "http://127.0.0.1:0", "--LearnML:Proxies", "127.0.0.1")]
    public async Task It_does_not_listen_where_nobody_could_come_in(string line, params string[] arguments)
    {
        using var data = new TemporaryFolder();
        await using var service = ServiceProcess.Launch(data, null, arguments);

        Assert.Equal(1, await service.ExitAsync());
        Assert.Contains(line, service.Output, StringComparison.Ordinal);
        Assert.Contains("keys create --scope train", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_is_told_in_a_line()
    {
        using var data = new TemporaryFolder();
        await using var service = ServiceProcess.Launch(data, null, "--urls", "nonsense");

        Assert.Equal(1, await service.ExitAsync());
        Assert.Equal("The service cannot listen on 'nonsense', which is not an address. Use for example http://localhost:5080.", service.Output.Trim());
    }

    [Fact]
    public async Task Beyond_this_machine_this_machines_callers_need_a_key_too()
    {
        using var data = new TemporaryFolder();
        var key = await GuardedService.MakeKeyAsync(data, "--scope", "read");
        await using var service = await Service.StartAsync(data, null, "--urls", "http://0.0.0.0:0",
            "--Kestrel:Endpoints:Here:Url", "http://127.0.0.1:0", "--Kestrel:Endpoints:There:Url", "http://0.0.0.0:0");
        await using var caller = service.As(key);

        Assert.Equal(HttpStatusCode.Unauthorized, (await service.GetAsync("/api/jobs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/jobs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/")).Status);
    }

    [Fact]
    public async Task On_loopback_no_key_is_needed_but_one_that_is_sent_must_be_good()
    {
        await using var wrong = open.Service.As("lml_wrong");

        Assert.Equal("local", (await open.Service.Client.Access.GetCallerAsync(TestContext.Current.CancellationToken))!.Name);
        Assert.Equal(HttpStatusCode.OK, (await open.Service.GetAsync("/api/keys")).Status);
        (await wrong.GetAsync("/api/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Host", "rebound.example.org", "is for the host 'rebound.example.org'")]
    [InlineData("X-Forwarded-For", "203.0.113.7", "comes through a proxy")]
    [InlineData("Forwarded", "for=203.0.113.7", "comes through a proxy")]
    [InlineData("X-Real-IP", "203.0.113.7", "comes through a proxy")]
    [InlineData("Via", "1.1 proxy", "comes through a proxy")]
    public async Task What_comes_in_by_this_machine_from_elsewhere_is_refused(string header, string value, string reason)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(open.Service.Address, "/api/jobs"));
        Assert.True(request.Headers.TryAddWithoutValidation(header, value));

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/api/recipes/glyphs/jobs", "https://evil.example.org")]
    [InlineData("POST", "/api/datasets", "null")]
    [InlineData("DELETE", "/api/models/glyphs/versions/1", "http://127.0.0.1:1")]
    [InlineData("POST", "/hubs/training/negotiate", "https://evil.example.org")]
    [InlineData("POST", "/hangfire/recurring/trigger", "https://evil.example.org")]
    public async Task Another_sites_page_can_make_a_browser_do_nothing(string method, string path, string origin)
    {
        var answer = await SendFromPageAsync(open.Service, method, path, origin);

        answer.ShouldBeProblem(HttpStatusCode.Forbidden);
        Assert.Contains($"comes from a page of {origin}", answer.Body, StringComparison.Ordinal);
        Assert.Equal(0, (await open.Service.GetAsync<Page<Job>>("/api/jobs")).Total);
    }

    [Fact]
    public async Task Another_sites_page_cannot_join_the_hub()
    {
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example.org");
        var hub = new UriBuilder(new Uri(open.Service.Address, "/hubs/training")) { Scheme = "ws" }.Uri;

        var refused = await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => socket.ConnectAsync(hub, Deadline.Token()));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_services_own_pages_may_do_what_they_do()
    {
        var origin = open.Service.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.OK,
            (await SendFromPageAsync(open.Service, "POST", "/hubs/training/negotiate?negotiateVersion=1", origin)).Status);
    }

    [Fact]
    public async Task The_queues_dashboard_is_read_only_unless_it_is_allowed()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await open.Service.PostAsync("/hangfire/jobs/enqueued/delete")).Status);
    }

    internal static async Task<Answer> SendFromPageAsync(Service service, string method, string path, string origin)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Origin", origin);
        using var answer = await http.SendAsync(request, Deadline.Token());
        return new Answer(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, null, await answer.Content.ReadAsStringAsync());
    }
}
