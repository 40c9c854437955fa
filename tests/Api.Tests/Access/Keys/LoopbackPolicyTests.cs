using System.Net;
using LearnML.Api.Tests.Hosting;

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

        var reason = await ServiceCommand.FailAsync(data, arguments);

        Assert.Contains(line, reason, StringComparison.Ordinal);
        Assert.Contains("keys create --scope train", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_reports_an_invalid_address_in_one_line()
    {
        using var data = new TemporaryFolder();

        Assert.Equal("The service cannot listen on 'nonsense', which is not an address. Use for example http://localhost:5080.",
            await ServiceCommand.FailAsync(data, "--urls", "nonsense"));
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

    [Fact]
    public async Task Queue_dashboard_is_read_only_by_default()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.Service.PostAsync("/hangfire/jobs/enqueued/delete")).Status);
    }
}
