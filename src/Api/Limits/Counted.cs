using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using LearnML.Api.Access;

namespace LearnML.Api.Limits;

/// <summary>Whom a limit counts: the caller, else the address that a request came from.</summary>
internal static class Counted
{
    // An IPv6 host has as many addresses as it likes, of one network.
    private const int NetworkBytes = 8;

    /// <summary>Whether it is one of this machine's own callers, who need no key.</summary>
    public static bool IsLocal(ClaimsPrincipal user) => user.FindFirstValue(Callers.Name) == Callers.Local;

    /// <summary>Who is counted.</summary>
    public static string Of(HttpContext context) =>
        context.User.FindFirstValue(Callers.Name) is { } caller ? "caller " + caller : "address " + Network(context.Connection.RemoteIpAddress);

    private static IPAddress? Network(IPAddress? address)
    {
        if (address is null or { IsIPv4MappedToIPv6: true } || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return new IPAddress(bytes);
    }
}
