using System.Text.Encodings.Web;
using LearnML.Api.Access.Scopes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access.Keys;

/// <summary>Authenticates callers on this machine, while they need no key.</summary>
internal sealed class LocalAuthenticationHandler(
    LoopbackPolicy policy, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public new const string Scheme = "Local";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(policy.AllowsWithoutKey(Context)
        ? AuthenticateResult.Success(new AuthenticationTicket(CallerClaims.LocalPrincipal, Scheme))
        : AuthenticateResult.NoResult());
}
