using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using ServiceProcess = LearnML.Api.Tests.Hosting.ServiceProcess;

namespace LearnML.Api.Tests.Access.Browser;

[Collection(SharedServiceCollection.Name)]
public sealed class SecurityHeadersTests(ServiceFixture fixture)
{
    [Theory]
    [InlineData("/", "script-src 'self'; style-src 'self';")]
    [InlineData("/main.js", "script-src 'self'; style-src 'self';")]
    [InlineData("/swagger/index.html", "script-src 'self'; style-src 'self' 'unsafe-inline';")]
    [InlineData("/hangfire", "script-src 'self'; style-src 'self' 'unsafe-inline';")]
    [InlineData("/api/jobs", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("/api/nothing", "default-src 'none';")]
    [InlineData("/v2/models/nothing", "default-src 'none'; frame-ancestors 'none'")]
    public async Task Every_response_has_security_headers(string path, string policy)
    {
        using var http = new HttpClient { BaseAddress = fixture.Service.Address };
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains(policy, response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Service_with_a_certificate_redirects_to_HTTPS_and_sends_HSTS()
    {
        using var data = new TemporaryFolder();
        var (file, httpsPort, httpPort) = (data["certificate.pfx"], FreePort.Find(), FreePort.Find());
        using (var key = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=learnml.example.org", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var now = TimeProvider.System.GetUtcNow();
            using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx, "secret"), TestContext.Current.CancellationToken);
        }

        await SecuredServiceFixture.CreateFirstKeyAsync(data, "--scope", "read");
        await using var service = await Service.StartAsync(
            data, null, "--LearnML:RequireKeys", "true", "--urls", $"http://127.0.0.1:{httpPort};https://127.0.0.1:{httpsPort}",
            "--Kestrel:Certificates:Default:Path", file, "--Kestrel:Certificates:Default:Password", "secret");
        using var http = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        });

        using var redirect = await http.GetAsync(new Uri($"http://127.0.0.1:{httpPort}/api/jobs"), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.TemporaryRedirect, $"https://127.0.0.1:{httpsPort}/api/jobs"),
            (redirect.StatusCode, redirect.Headers.Location!.ToString()));
        using var secureRequest = new HttpRequestMessage(HttpMethod.Get, new Uri($"https://127.0.0.1:{httpsPort}/health/live"))
        {
            Headers = { Host = "learnml.example.org" },
        };
        using var secureResponse = await http.SendAsync(secureRequest, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, secureResponse.StatusCode);
        Assert.Contains("max-age=", secureResponse.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_log_has_the_forwarded_address_if_the_proxy_is_configured()
    {
        using var data = new TemporaryFolder();
        var key = await SecuredServiceFixture.CreateFirstKeyAsync(data, "--scope", "admin");
        await using var service = await Service.StartAsync(data, null, "--LearnML:RequireKeys", "true", "--LearnML:Proxies", "127.0.0.1");

        using var http = new HttpClient { BaseAddress = service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/jobs", UriKind.Relative))
        {
            Headers = { { "Authorization", $"Bearer {key}" }, { "X-Forwarded-For", "203.0.113.7" } },
        };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);

        await using var admin = service.WithKey(key);
        var line = (await Deadline.UntilAsync(() => admin.Client.Access.ReadAuditLogAsync(), lines => lines.Any(IsHttpRequest)))
            .Single(IsHttpRequest);
        Assert.Equal("203.0.113.7", line.Address);
    }

    [Fact]
    public async Task Forwarded_address_is_ignored_if_no_proxy_is_configured()
    {
        using var data = new TemporaryFolder();
        var key = await SecuredServiceFixture.CreateFirstKeyAsync(data, "--scope", "admin");
        await using var service = await Service.StartAsync(data, null, "--LearnML:RequireKeys", "true", "--ForwardedHeaders_Enabled", "true");

        using var http = new HttpClient { BaseAddress = service.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/jobs", UriKind.Relative))
        {
            Headers = { { "Authorization", $"Bearer {key}" }, { "X-Forwarded-For", "203.0.113.7" } },
        };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);

        await using var admin = service.WithKey(key);
        var line = (await Deadline.UntilAsync(() => admin.Client.Access.ReadAuditLogAsync(), lines => lines.Any(IsHttpRequest)))
            .Single(IsHttpRequest);
        Assert.Equal("127.0.0.1", line.Address);
    }

    [Theory]
    [InlineData("LearnML:Origins is 'everywhere'", "--LearnML:Origins=everywhere")]
    [InlineData("LearnML:Proxies is 'mine'", "--LearnML:Proxies=mine")]
    public async Task Service_does_not_start_with_an_invalid_origin_or_proxy(string line, string argument)
    {
        using var data = new TemporaryFolder();
        await using var service = ServiceProcess.Launch(data, null, argument);

        Assert.Equal(1, await service.WaitForExitAsync());
        Assert.Contains(line, service.Output, StringComparison.Ordinal);
    }

    /// <summary>The entry of the key that the test created by command is not an HTTP request.</summary>
    private static bool IsHttpRequest(AuditEntry line) => line.Caller != "terminal";
}
