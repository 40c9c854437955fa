using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access;

/// <summary>Browsers, which send a cookie.</summary>
[Collection(GuardedCollection.Name)]
public sealed class SessionTests(GuardedService guarded) : IDisposable
{
    private readonly CancellationToken late = Deadline.Token();
    private readonly CookieContainer cookies = new();
    private HttpClient? browser;

    private HttpClient Browser => browser ??= new HttpClient(new HttpClientHandler { CookieContainer = cookies })
    {
        BaseAddress = guarded.Stranger.Address,
    };

    [Fact]
    public async Task A_key_becomes_a_cookie_that_pages_of_others_cannot_send()
    {
        using var answer = await SignInAsync(guarded.AdminKey);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(guarded.AdminKey, cookie, StringComparison.Ordinal);
        Assert.Equal("boss", (await Browser.GetFromJsonAsync<Session>("/api/session", WireFormat.Options, late))!.Caller!.Name);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/keys"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/hangfire"));
    }

    [Fact]
    public async Task A_browser_that_signs_out_is_nobody()
    {
        (await SignInAsync(guarded.AdminKey)).Dispose();

        (await Browser.DeleteAsync(new Uri("/api/session", UriKind.Relative), late)).Dispose();

        Assert.Null((await Browser.GetFromJsonAsync<Session>("/api/session", WireFormat.Options, late))!.Caller);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/jobs"));
    }

    [Fact]
    public async Task A_session_ends_with_its_key()
    {
        var made = await guarded.NewKeyAsync(Scope.Read);
        (await SignInAsync(made.Secret)).Dispose();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/jobs"));

        await guarded.Admin.Client.Access.RevokeKeyAsync(made.Key.Name, late);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/jobs"));
    }

    [Fact]
    public async Task A_wrong_key_makes_no_session()
    {
        using var answer = await SignInAsync("lml_wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_queues_dashboard_takes_no_form_without_its_own_token()
    {
        using var data = new TemporaryFolder();
        var key = await GuardedService.MakeKeyAsync(data, "--scope", "admin");
        await using var service = await Service.StartAsync(data, null, "--LearnML:RequireKeys", "true", "--LearnML:WritableQueueDashboard", "true");
        await using var admin = service.As(key);

        var answer = await admin.PostAsync("/hangfire/jobs/enqueued/delete", "jobs[]=1"u8.ToArray(), "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
    }

    [Fact]
    public async Task A_configured_page_may_call_and_no_other()
    {
        const string Friend = "https://dashboard.example.org";

        Assert.Equal(Friend, await AllowedAsync("/api/jobs", Friend));
        Assert.Equal(Friend, await AllowedAsync("/hubs/training/negotiate", Friend));
        Assert.Null(await AllowedAsync("/api/jobs", "https://evil.example.org"));
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await DoorTests.SendFromPageAsync(guarded.Stranger, "POST", "/hubs/training/negotiate", Friend)).Status);
    }

    public void Dispose() => browser?.Dispose();

    private async Task<HttpResponseMessage> SignInAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/session", UriKind.Relative))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        };
        return await Browser.SendAsync(request, late);
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await Browser.GetAsync(new Uri(path, UriKind.Relative), late);
        return answer.StatusCode;
    }

    /// <summary>What a browser is told before it sends a request with a key from another site.</summary>
    private async Task<string?> AllowedAsync(string path, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(path, UriKind.Relative));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        using var answer = await Browser.SendAsync(request, late);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null;
    }
}
