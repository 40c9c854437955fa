using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using LearnML.Api.Access;

namespace LearnML.Api.Limits;

/// <summary>The rate-limit partition of a request: its caller, or without a caller its address.</summary>
internal static class Counted
{
    // An IPv6 host can use any address of its /64 network, so the whole network is one partition.
    private const int NetworkBytes = 8;

    /// <summary>Whether the caller is on this machine and needs no key.</summary>
    public static bool IsLocal(ClaimsPrincipal user) => user.FindFirstValue(Callers.Name) == Callers.Local;

    /// <summary>Returns the partition key of a request.</summary>
    public static string Of(HttpContext context) =>
        context.User.FindFirstValue(Callers.Name) is { } caller
            ? "caller " + caller
            : "address " + Network(context.Connection.RemoteIpAddress);

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
