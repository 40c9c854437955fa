namespace LearnML.Api.Tests.Client;

/// <summary>A service that answers everything alike.</summary>
internal sealed class FixedResponseHandler(HttpResponseMessage response) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(response);
}
