using System.Net;
using System.Net.WebSockets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access.Browser;

/// <summary>Browsers can send requests from pages of the service, and from no others.</summary>
public sealed class CrossOriginGuardTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
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
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example.org");
        var hub = new UriBuilder(new Uri(fixture.Service.Address, "/hubs/training")) { Scheme = "ws" }.Uri;

        var rejected = await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(hub, Deadline.Token()));

        Assert.Contains("403", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_of_the_service_can_call_the_hub()
    {
        var origin = fixture.Service.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.OK,
            (await SendFromPageAsync(fixture.Service, "POST", "/hubs/training/negotiate?negotiateVersion=1", origin)).Status);
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
