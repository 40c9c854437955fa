using System.Net;
using System.Net.Sockets;
using System.Security.Claims;

namespace LearnML.Api.Limits;

/// <summary>Whom a limit counts: the key that a request came with, else the address that it came from.</summary>
internal static class Caller
{
    /// <summary>The claim that names the key.</summary>
    public const string KeyClaim = "key";

    /// <summary>The authentication type of callers that need no key, for they are on this machine.</summary>
    public const string LocalType = "Local";

    /// <summary>The key of callers that have none.</summary>
    public const string NoKey = "local";

    // An IPv6 host has as many addresses as it likes, of one network.
    private const int NetworkBytes = 8;

    /// <summary>Whether it needs no key.</summary>
    public static bool IsLocal(ClaimsPrincipal user) => user.Identity?.AuthenticationType == LocalType;

    /// <summary>The key's name.</summary>
    public static string KeyOf(ClaimsPrincipal user) => user.FindFirstValue(KeyClaim) ?? NoKey;

    /// <summary>Its key, else its address.</summary>
    public static string Of(HttpContext context) =>
        context.User.FindFirstValue(KeyClaim) is { } key ? "key " + key : "address " + Network(context.Connection.RemoteIpAddress);

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
