using System.Net;
using System.Net.Sockets;

namespace LearnML.Api.Tests.Hosting;

internal static class FreePort
{
    /// <summary>Returns a port of this machine on which no process listens.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
