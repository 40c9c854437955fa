using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace LearnML.Api.Access.Browser;

/// <summary>Wraps the web server so that keys are removed from URLs before anything can log them.</summary>
/// <param name="server">The wrapped server, which listens.</param>
internal sealed class QueryTokenServer(IServer server) : IServer
{
    public IFeatureCollection Features => server.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => server.StartAsync(new QueryTokenApplication<TContext>(application), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();
}
