using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using LearnML.Api.Tests.Access.Keys;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access.Sessions;

/// <summary>Sign-in of browsers, which send a session cookie.</summary>
[Collection(SecuredServiceCollection.Name)]
public sealed class SessionTests(SecuredServiceFixture fixture) : IDisposable
{
    private readonly CancellationToken cancellationToken = Deadline.Token();
    private readonly CookieContainer cookies = new();
    private HttpClient? browser;

    private HttpClient Browser => browser ??= new HttpClient(new HttpClientHandler { CookieContainer = cookies })
    {
        BaseAddress = fixture.Anonymous.Address,
    };

    [Fact]
    public async Task Sign_in_returns_a_cookie_that_other_sites_cannot_send()
    {
        using var response = await SignInAsync(fixture.AdminKey);

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(fixture.AdminKey, cookie, StringComparison.Ordinal);
        Assert.Equal("boss", (await Browser.GetFromJsonAsync<Session>("/api/session", WireFormat.Options, cancellationToken))!.Caller!.Name);
        Assert.Equal(HttpStatusCode.OK, await GetStatusAsync("/api/keys"));
        Assert.Equal(HttpStatusCode.OK, await GetStatusAsync("/hangfire"));
    }

    [Fact]
    public async Task Sign_out_ends_the_session()
    {
        (await SignInAsync(fixture.AdminKey)).Dispose();

        (await Browser.DeleteAsync(new Uri("/api/session", UriKind.Relative), cancellationToken)).Dispose();

        Assert.Null((await Browser.GetFromJsonAsync<Session>("/api/session", WireFormat.Options, cancellationToken))!.Caller);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetStatusAsync("/api/jobs"));
    }

    [Fact]
    public async Task Session_ends_when_its_key_is_revoked()
    {
        var created = await fixture.CreateKeyAsync(Scope.Read);
        (await SignInAsync(created.Secret)).Dispose();
        Assert.Equal(HttpStatusCode.OK, await GetStatusAsync("/api/jobs"));

        await fixture.Admin.Client.Access.RevokeKeyAsync(created.Key.Name, cancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, await GetStatusAsync("/api/jobs"));
    }

    [Fact]
    public async Task Unknown_key_creates_no_session()
    {
        using var response = await SignInAsync("lml_wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Queue_dashboard_rejects_a_form_without_its_antiforgery_token()
    {
        using var data = new TemporaryFolder();
        var key = await SecuredServiceFixture.CreateFirstKeyAsync(data, "--scope", "admin");
        await using var service = await Service.StartAsync(data, null, "--LearnML:RequireKeys", "true", "--LearnML:WritableQueueDashboard", "true");
        await using var admin = service.WithKey(key);

        var response = await admin.PostAsync("/hangfire/jobs/enqueued/delete", "jobs[]=1"u8.ToArray(), "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.Forbidden, response.Status);
    }

    [Fact]
    public async Task Only_pages_of_configured_origins_can_call()
    {
        const string AllowedOrigin = "https://dashboard.example.org";

        Assert.Equal(AllowedOrigin, await GetAllowedOriginAsync("/api/jobs", AllowedOrigin));
        Assert.Equal(AllowedOrigin, await GetAllowedOriginAsync("/hubs/training/negotiate", AllowedOrigin));
        Assert.Null(await GetAllowedOriginAsync("/api/jobs", "https://evil.example.org"));
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await LoopbackPolicyTests.SendFromPageAsync(fixture.Anonymous, "POST", "/hubs/training/negotiate", AllowedOrigin)).Status);
    }

    public void Dispose() => browser?.Dispose();

    private async Task<HttpResponseMessage> SignInAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/session", UriKind.Relative))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        };
        return await Browser.SendAsync(request, cancellationToken);
    }

    private async Task<HttpStatusCode> GetStatusAsync(string path)
    {
        using var response = await Browser.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return response.StatusCode;
    }

    /// <summary>The origin that the service allows in its response to a CORS preflight request; null if it allows none.</summary>
    private async Task<string?> GetAllowedOriginAsync(string path, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(path, UriKind.Relative));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        using var response = await Browser.SendAsync(request, cancellationToken);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }
}
