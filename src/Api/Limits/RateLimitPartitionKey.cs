using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using LearnML.Api.Access.Scopes;

namespace LearnML.Api.Limits;

/// <summary>The rate-limit partition of a request: its caller, or without a caller its address.</summary>
internal static class RateLimitPartitionKey
{
    // An IPv6 host can use any address of its /64 network, so the whole network is one partition.
    private const int NetworkBytes = 8;

    /// <summary>Whether the caller is on this machine and needs no key.</summary>
    public static bool IsLocal(ClaimsPrincipal user) => user.FindFirstValue(CallerClaims.NameClaim) == CallerClaims.LocalName;

    /// <summary>Returns the partition key of a request.</summary>
    public static string For(HttpContext context) =>
        context.User.FindFirstValue(CallerClaims.NameClaim) is { } caller
            ? "caller " + caller
            : "address " + NetworkOf(context.Connection.RemoteIpAddress);

    private static IPAddress? NetworkOf(IPAddress? address)
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
