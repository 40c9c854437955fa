using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using ServiceProcess = LearnML.Api.Tests.Hosting.ServiceProcess;

namespace LearnML.Api.Tests.Access.Keys;

/// <summary>Which callers need a key depends on the addresses that the service listens on.</summary>
public sealed class LoopbackPolicyTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("The service listens on http://0.0.0.0:0, which is not a loopback address, so every caller needs a key, but there is no key.",
        "--urls", "http://0.0.0.0:0")]
    [InlineData("The service listens on http://+:0, which is not a loopback address", "--urls", "http://127.0.0.1:0;http://+:0")]
    [InlineData("The service listens on http://[::]:0, which is not a loopback address",
        "--urls", "http://127.0.0.1:0", "--Kestrel:Endpoints:More:Url", "http://[::]:0")]
    [InlineData("LearnML:RequireKeys is true, so every caller needs a key, but there is no key.",
        "--urls", "http://127.0.0.1:0", "--LearnML:RequireKeys", "true")]
    [InlineData("LearnML:Proxies is set, so every caller needs a key, but there is no key.",
        "--urls", "http://127.0.0.1:0", "--LearnML:Proxies", "127.0.0.1")]
    public async Task Service_does_not_start_if_callers_need_a_key_and_there_is_none(string line, params string[] arguments)
    {
        using var data = new TemporaryFolder();
        await using var service = ServiceProcess.Launch(data, null, arguments);

        Assert.Equal(1, await service.WaitForExitAsync());
        Assert.Contains(line, service.Output, StringComparison.Ordinal);
        Assert.Contains("keys create --scope train", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_reports_an_invalid_address_in_one_line()
    {
        using var data = new TemporaryFolder();
        await using var service = ServiceProcess.Launch(data, null, "--urls", "nonsense");

        Assert.Equal(1, await service.WaitForExitAsync());
        Assert.Equal(
            "The service cannot listen on 'nonsense', which is not an address. Use for example http://localhost:5080.", service.Output.Trim());
    }

    [Fact]
    public async Task Local_callers_need_a_key_if_the_service_listens_beyond_loopback()
    {
        using var data = new TemporaryFolder();
        var key = await SecuredServiceFixture.CreateFirstKeyAsync(data, "--scope", "read");
        await using var service = await Service.StartAsync(data, null, "--urls", "http://0.0.0.0:0",
            "--Kestrel:Endpoints:Here:Url", "http://127.0.0.1:0", "--Kestrel:Endpoints:There:Url", "http://0.0.0.0:0");
        await using var caller = service.WithKey(key);

        Assert.Equal(HttpStatusCode.Unauthorized, (await service.GetAsync("/api/jobs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/jobs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Loopback_callers_need_no_key_but_an_invalid_key_is_rejected()
    {
        await using var invalidCaller = fixture.Service.WithKey("lml_wrong");

        Assert.Equal("local", (await fixture.Service.Client.Access.GetCallerAsync(TestContext.Current.CancellationToken))!.Name);
        Assert.Equal(HttpStatusCode.OK, (await fixture.Service.GetAsync("/api/keys")).Status);
        (await invalidCaller.GetAsync("/api/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("Host", "rebound.example.org", "is for the host 'rebound.example.org'")]
    [InlineData("X-Forwarded-For", "203.0.113.7", "comes through a proxy")]
    [InlineData("Forwarded", "for=203.0.113.7", "comes through a proxy")]
    [InlineData("X-Real-IP", "203.0.113.7", "comes through a proxy")]
    [InlineData("Via", "1.1 proxy", "comes through a proxy")]
    public async Task Loopback_rejects_requests_that_were_forwarded_or_name_another_host(string header, string value, string reason)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Service.Address, "/api/jobs"));
        Assert.True(request.Headers.TryAddWithoutValidation(header, value));

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/api/recipes/glyphs/jobs", "https://evil.example.org")]
    [InlineData("POST", "/api/datasets", "null")]
    [InlineData("DELETE", "/api/models/glyphs/versions/1", "http://127.0.0.1:1")]
    [InlineData("POST", "/hubs/training/negotiate", "https://evil.example.org")]
    [InlineData("POST", "/hangfire/recurring/trigger", "https://evil.example.org")]
    public async Task Requests_from_a_page_of_another_site_are_rejected(string method, string path, string origin)
    {
        var response = await SendFromPageAsync(fixture.Service, method, path, origin);

        response.ShouldBeProblem(HttpStatusCode.Forbidden);
        Assert.Contains($"comes from a page of {origin}", response.Body, StringComparison.Ordinal);
        Assert.Equal(0, (await fixture.Service.GetAsync<Page<Job>>("/api/jobs")).Total);
    }

    [Fact]
    public async Task Page_of_another_site_cannot_connect_to_the_hub()
    {
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example.org");
        var hub = new UriBuilder(new Uri(fixture.Service.Address, "/hubs/training")) { Scheme = "ws" }.Uri;

        var rejected = await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => socket.ConnectAsync(hub, Deadline.Token()));

        Assert.Contains("403", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_of_the_service_can_call_the_hub()
    {
        var origin = fixture.Service.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.OK,
            (await SendFromPageAsync(fixture.Service, "POST", "/hubs/training/negotiate?negotiateVersion=1", origin)).Status);
    }

    [Fact]
    public async Task Queue_dashboard_is_read_only_by_default()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.Service.PostAsync("/hangfire/jobs/enqueued/delete")).Status);
    }

    internal static async Task<ApiResponse> SendFromPageAsync(Service service, string method, string path, string origin)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Origin", origin);
        using var response = await http.SendAsync(request, Deadline.Token());
        return new ApiResponse(response.StatusCode,
            response.Content.Headers.ContentType?.MediaType, null, await response.Content.ReadAsStringAsync());
    }
}
