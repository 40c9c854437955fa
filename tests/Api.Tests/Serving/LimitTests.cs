using System.Net;
using System.Text;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Serving;

/// <summary>A service that takes two predictions at once.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("/api/models/{0}/predict", "application/problem+json")]
    [InlineData("/v2/models/{0}/infer", "application/json")]
    public async Task What_is_too_much_is_refused_at_once_and_the_rest_is_answered(string path, string contentType)
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data, null, "--LearnML:PredictionsAtOnce=2");
        var model = (await service.RunJobAsync(Specs.Quick.Epochs(1))).Model;
        var address = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, model);
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Deadline.Generous }) { BaseAddress = service.Address };
        using SlowBody first = new(), second = new();
        var (one, two) = (SendAsync(http, address, first), SendAsync(http, address, second));
        await Task.WhenAll(first.Begun, second.Begun);

        var third = await service.PostAsync(address, "{}");
        first.End();
        second.End();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.Status);
        Assert.Equal((contentType, TimeSpan.FromSeconds(1)), (third.ContentType, third.RetryAfter));
        Assert.Contains("2 predictions under way", third.Body, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(one, two), answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
        Assert.Equal(HttpStatusCode.BadRequest, (await service.PostAsync(address, "{}")).Status);
    }

    /// <summary>Sends the body only when it is asked for: when the prediction is under way.</summary>
    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string address, SlowBody body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = body };
        request.Headers.ExpectContinue = true;
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A body of which the end is held back.</summary>
    private sealed class SlowBody : HttpContent
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlowBody() => Headers.ContentType = new("application/json");

        public Task Begun => begun.Task;

        public void End() => ended.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes("{"));
            await stream.FlushAsync();
            begun.SetResult();
            await ended.Task;
            await stream.WriteAsync(Encoding.UTF8.GetBytes("}"));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
