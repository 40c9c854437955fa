using System.Net.Sockets;
using System.Text;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Hostile;

/// <summary>The server rejects requests with malformed or oversized heads.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class MalformedHeaderTests(HostileClientFixture fixture)
{
    private readonly Service service = fixture.Service;

    public static TheoryData<string, string, string> Requests => new()
    {
        { "many", CreateRequest("/api/jobs", Repeat(5000, number => $"X-{number}: a\r\n")), "431" },
        { "large", CreateRequest("/api/jobs", $"X-Large: {new string('a', 1_000_000)}\r\n"), "431" },
        { "many large", CreateRequest("/api/jobs", Repeat(90, number => $"X-{number}: {new string('a', 8000)}\r\n")), "431" },
        { "long path", CreateRequest("/" + new string('a', 100_000), ""), "414" },
        { "long query", CreateRequest("/api/jobs?state=" + new string('a', 100_000), ""), "414" },
        { "no end of the name", CreateRequest("/api/jobs", new string('a', 100_000)), "431" },
        { "two lengths", CreateRequest("/api/jobs", "Content-Length: 1\r\nContent-Length: 2\r\n"), "400" },
        { "a length that is none", CreateRequest("/api/jobs", "Content-Length: -1\r\n"), "400" },
        { "a huge length", CreateRequest("/api/jobs", "Content-Length: 99999999999999999999\r\n"), "400" },
        { "folded", CreateRequest("/api/jobs", "X-A: a\r\n b\r\n"), "400" },
        { "a name with NUL", CreateRequest("/api/jobs", "X\0A: a\r\n"), "400" },
        { "two hosts", CreateRequest("/api/jobs", "Host: a\r\n"), "400" },
        { "no HTTP", "\u0016\u0003\u0001\u0002\0\r\n\r\n", "400" },
        { "another version", "GET /api/jobs HTTP/3.7\r\nHost: a\r\n\r\n", "505" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Malformed_head_is_rejected_and_other_requests_are_answered(string name, string request, string status)
    {
        Assert.NotEmpty(name);
        using var bomb = await RawTcpClient.ConnectAsync(service.Address);
        try
        {
            await bomb.SendAsync(request);
        }
        catch (SocketException)
        {
            // The server may reject a request before it is sent completely. The response can still be read.
        }

        Assert.StartsWith($"HTTP/1.1 {status}", await bomb.ReadStatusLineAsync(), StringComparison.Ordinal);
        await fixture.AssertAnswersAsync();
    }

    private static string CreateRequest(string target, string headers) => $"GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n";

    private static string Repeat(int times, Func<int, string> header) =>
        Enumerable.Range(0, times).Aggregate(new StringBuilder(), (text, number) => text.Append(header(number))).ToString();
}
