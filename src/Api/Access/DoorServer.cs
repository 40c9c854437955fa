using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace LearnML.Api.Access;

/// <summary>The web server, which takes keys out of addresses before anything can log them.</summary>
/// <param name="server">What listens.</param>
internal sealed class DoorServer(IServer server) : IServer
{
    public IFeatureCollection Features => server.Features;

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => server.StartAsync(new KeylessAddresses<TContext>(application), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();
}
