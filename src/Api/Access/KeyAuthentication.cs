using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access;

/// <summary>Knows callers by the key that they send, as <c>Authorization: Bearer lml_...</c>.</summary>
internal sealed class KeyAuthentication(
    KeyRing ring, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public new const string Scheme = "Key";

    /// <summary>How the header begins.</summary>
    public const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.Fail("The header Authorization has no key. Send it as 'Authorization: Bearer lml_...'.");
        }

        return await ring.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is { } known
            ? AuthenticateResult.Success(new AuthenticationTicket(known.Principal, Scheme))
            : AuthenticateResult.Fail("The key is not known, was revoked or has expired.");
    }
}
