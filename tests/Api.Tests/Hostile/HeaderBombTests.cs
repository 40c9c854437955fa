using System.Net.Sockets;
using System.Text;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Requests whose head is too much: the server refuses them before they are one.</summary>
[Collection(HostileTests.Name)]
public sealed class HeaderBombTests(HostileFixture fixture)
{
    private readonly Service service = fixture.Service;

    public static TheoryData<string, string, string> Bombs => new()
    {
        { "many", Request("/api/jobs", Repeated(5000, number => $"X-{number}: a\r\n")), "431" },
        { "large", Request("/api/jobs", $"X-Large: {new string('a', 1_000_000)}\r\n"), "431" },
        { "many large", Request("/api/jobs", Repeated(90, number => $"X-{number}: {new string('a', 8000)}\r\n")), "431" },
        { "long path", Request("/" + new string('a', 100_000), ""), "414" },
        { "long query", Request("/api/jobs?state=" + new string('a', 100_000), ""), "414" },
        { "no end of the name", Request("/api/jobs", new string('a', 100_000)), "431" },
        { "two lengths", Request("/api/jobs", "Content-Length: 1\r\nContent-Length: 2\r\n"), "400" },
        { "a length that is none", Request("/api/jobs", "Content-Length: -1\r\n"), "400" },
        { "a huge length", Request("/api/jobs", "Content-Length: 99999999999999999999\r\n"), "400" },
        { "folded", Request("/api/jobs", "X-A: a\r\n b\r\n"), "400" },
        { "a name with NUL", Request("/api/jobs", "X\0A: a\r\n"), "400" },
        { "two hosts", Request("/api/jobs", "Host: a\r\n"), "400" },
        { "no HTTP", "\u0016\u0003\u0001\u0002\0\r\n\r\n", "400" },
        { "another version", "GET /api/jobs HTTP/3.7\r\nHost: a\r\n\r\n", "505" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task It_is_refused_and_others_are_answered(string name, string request, string status)
    {
        Assert.NotEmpty(name);
        using var bomb = await RawClient.ConnectAsync(service.Address);
        try
        {
            await bomb.SendAsync(request);
        }
        catch (SocketException)
        {
            // Refused while it was still sent; the answer is there all the same.
        }

        Assert.StartsWith($"HTTP/1.1 {status}", await bomb.StatusAsync(), StringComparison.Ordinal);
        await fixture.AnswersAsync();
    }

    private static string Request(string target, string headers) => $"GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n";

    private static string Repeated(int times, Func<int, string> header) =>
        Enumerable.Range(0, times).Aggregate(new StringBuilder(), (text, number) => text.Append(header(number))).ToString();
}
