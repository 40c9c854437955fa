using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access.Keys;

/// <summary>Authenticates callers by their API key, sent as <c>Authorization: Bearer lml_...</c>.</summary>
internal sealed class KeyAuthenticationHandler(
    KeyCache cache, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public new const string Scheme = "Key";

    /// <summary>The prefix of the header's value.</summary>
    public const string BearerPrefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.Fail("The Authorization header has no key. Send it as 'Authorization: Bearer lml_...'.");
        }

        return await cache.FindAsync(header[BearerPrefix.Length..].Trim(), Context.RequestAborted) is { } known
            ? AuthenticateResult.Success(new AuthenticationTicket(known.Principal, Scheme))
            : AuthenticateResult.Fail("The key is unknown, revoked or expired.");
    }
}
