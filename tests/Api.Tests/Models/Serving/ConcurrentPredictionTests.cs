using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Models.Serving;

public sealed class ConcurrentPredictionTests(SinglePredictionServiceFixture fixture) : IClassFixture<SinglePredictionServiceFixture>
{
    private const string Model = SinglePredictionServiceFixture.Model;
    private const int RowCount = 400_000;

    private readonly Service service = fixture.Service;

    [Theory]
    [InlineData("/api/models/{0}/predict", "application/problem+json")]
    [InlineData("/v2/models/{0}/infer", "application/json")]
    public async Task Prediction_above_the_maximum_is_rejected_at_once(string path, string contentType)
    {
        var address = string.Format(CultureInfo.InvariantCulture, path, Model);
        var table = "petal,sepal\n" + string.Concat(Enumerable.Repeat("9,5.5\n", RowCount));

        // This request may be rejected while another one is computed.
        var computed = Deadline.UntilAsync(
            () => service.PostAsync($"/api/models/{Model}/predict", table, "text/csv"),
            response => response.Status != HttpStatusCode.ServiceUnavailable);

        var rejected = await Deadline.UntilAsync(
            () => service.PostAsync(address, "{}"), response => response.Status == HttpStatusCode.ServiceUnavailable);

        Assert.Equal((contentType, TimeSpan.FromSeconds(1)), (rejected.ContentType, rejected.RetryAfter));
        Assert.Contains("already computes 1 predictions, its limit", rejected.Body, StringComparison.Ordinal);
        Assert.Equal(RowCount + 1, (await computed).Body.Count(character => character == '\n'));
        Assert.Equal(HttpStatusCode.BadRequest, (await service.PostAsync(address, "{}")).Status);
    }

    [Theory]
    [InlineData("predict", "application/json")]
    [InlineData("predict", "text/csv")]
    [InlineData("infer", "application/json")]
    public async Task Slow_senders_delay_no_prediction(string route, string contentType)
    {
        var path = route == "infer" ? $"/v2/models/{Model}/infer" : $"/api/models/{Model}/predict";
        var slow = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendPartOfRequestAsync(path, contentType)));

        var response = await service.PostAsync($"/api/models/{Model}/predict", """{ "rows": [{ "petal": 9 }] }""");

        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
        Array.ForEach(slow, client => client.Dispose());
    }

    [Fact]
    public async Task Request_without_a_body_times_out()
    {
        using var slow = await SendPartOfRequestAsync($"/api/models/{Model}/predict", "application/json");

        using var reader = new StreamReader(slow.GetStream());
        var status = await reader.ReadLineAsync(Deadline.Token());

        Assert.Equal("HTTP/1.1 408 Request Timeout", status);
    }

    /// <summary>Sends the head and the first byte of the body of a request.</summary>
    private async Task<TcpClient> SendPartOfRequestAsync(string path, string contentType)
    {
        var client = new TcpClient();
        await client.ConnectAsync(service.Address.Host, service.Address.Port, Deadline.Token());
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {contentType}\r\nContent-Length: 1000000\r\n\r\n{{"), Deadline.Token());
        return client;
    }
}
