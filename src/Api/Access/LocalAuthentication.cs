using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access;

/// <summary>Knows this machine's own callers, who need no key while the doors are open.</summary>
internal sealed class LocalAuthentication(
    Doors doors, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public new const string Scheme = "Local";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(doors.LetIn(Context)
        ? AuthenticateResult.Success(new AuthenticationTicket(Callers.Ours, Scheme))
        : AuthenticateResult.NoResult());
}
