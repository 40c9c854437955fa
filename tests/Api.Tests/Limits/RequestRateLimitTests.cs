using System.Net;
using System.Text.Encodings.Web;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Limits;
using LearnML.Api.Models.Inference;
using LearnML.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Limits;

/// <summary>The rate limit of keys and addresses, in a host where a header names the caller.</summary>
public sealed class RequestRateLimitTests : IAsyncLifetime
{
    private const int Burst = 3;
    private const string CallerHeader = "X-Who";

    private WebApplication app = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = new LearnMLOptions { Limits = new LimitOptions { RequestsPerSecond = 2, RequestBurst = Burst } };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(Options.Create(settings)).AddProblemDetails().AddLimits(settings.Limits)
            .AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderAuthenticationHandler>("test", null);
        app = builder.Build();
        app.UseAuthentication();
        app.UseLimits();
        app.MapGet("/api/jobs", () => "");
        app.MapGet("/v2/models", () => "").WithMetadata(new InferenceErrorFormat());
        app.MapGet("/health/live", () => "").DisableRateLimiting();
        await app.StartAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/api/jobs", "application/problem+json", "\"detail\":")]
    [InlineData("/v2/models", "application/json", "\"error\":")]
    public async Task Key_above_the_rate_limit_gets_429_and_other_keys_do_not(string path, string contentType, string field)
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 3 * Burst).Select(_ => GetAsync(path, "key a")));
        var rejected = responses.Last(response => response.StatusCode != HttpStatusCode.OK);

        // The token bucket may have been refilled once.
        Assert.InRange(responses.Count(response => response.StatusCode == HttpStatusCode.OK), Burst, 2 * Burst);
        Assert.Equal((HttpStatusCode.TooManyRequests, contentType), (rejected.StatusCode, rejected.Content.Headers.ContentType!.MediaType));
        Assert.Equal(TimeSpan.FromSeconds(1), rejected.Headers.RetryAfter!.Delta);
        Assert.Contains(field, await rejected.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(path, "key b")).StatusCode);
        await Hosting.Deadline.UntilAsync(() => GetAsync(path, "key a"), response => response.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Callers_without_a_key_are_counted_by_address()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 4 * Burst).Select(_ => GetAsync("/api/jobs", "nobody")));

        Assert.Contains(responses, response => response.StatusCode == HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("/api/jobs", "local")]
    [InlineData("/health/live", "nobody")]
    public async Task Local_callers_and_health_checks_are_not_counted(string path, string caller)
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 20 * Burst).Select(_ => GetAsync(path, caller)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    [Fact]
    public void Hosts_of_one_IPv6_network_share_a_partition()
    {
        Assert.Equal(Of("2001:db8:1:2::1"), Of("2001:db8:1:2:ffff::9"));
        Assert.NotEqual(Of("2001:db8:1:2::1"), Of("2001:db8:1:3::1"));
        Assert.NotEqual(Of("::ffff:192.0.2.1"), Of("::ffff:192.0.2.2"));

        static string Of(string address) => RateLimitPartitionKey.For(new DefaultHttpContext
        {
            Connection = { RemoteIpAddress = IPAddress.Parse(address) },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None); // A host that is only disposed logs its background services as failed.
        await app.DisposeAsync();
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { CallerHeader, caller } } };
        return await app.GetTestClient().SendAsync(request);
    }

    private sealed class HeaderAuthenticationHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var caller = Request.Headers[CallerHeader].ToString().Split(' ') switch
            {
                ["key", var key] => CallerClaims.CreatePrincipal(key, [Scope.Read], Scheme.Name),
                ["local"] => CallerClaims.LocalPrincipal,
                _ => null,
            };
            return Task.FromResult(caller is null
                ? AuthenticateResult.NoResult() : AuthenticateResult.Success(new AuthenticationTicket(caller, Scheme.Name)));
        }
    }
}
