using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access;

/// <summary>Only configured proxies can set the address of a caller.</summary>
public sealed class ForwardedHeadersTests
{
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

        Assert.Contains(line, await ServiceCommand.FailAsync(data, argument), StringComparison.Ordinal);
    }

    /// <summary>The entry of the key that the test created by command is not an HTTP request.</summary>
    private static bool IsHttpRequest(AuditEntry line) => line.Caller != "terminal";
}
