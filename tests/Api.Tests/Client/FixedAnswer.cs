namespace LearnML.Api.Tests.Client;

/// <summary>A service that answers everything alike.</summary>
internal sealed class FixedAnswer(HttpResponseMessage answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer);
}
