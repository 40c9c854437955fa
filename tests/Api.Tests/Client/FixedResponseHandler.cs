namespace LearnML.Api.Tests.Client;

/// <summary>Answers every request with the same response.</summary>
internal sealed class FixedResponseHandler(HttpResponseMessage response) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(response);
}
