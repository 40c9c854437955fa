using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access;

/// <summary>Authenticates callers on this machine, while they need no key.</summary>
internal sealed class LocalAuthentication(
    Doors policy, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public new const string Scheme = "Local";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(policy.LetIn(Context)
        ? AuthenticateResult.Success(new AuthenticationTicket(Callers.Ours, Scheme))
        : AuthenticateResult.NoResult());
}
