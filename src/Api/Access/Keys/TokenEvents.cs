using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace LearnML.Api.Access.Keys;

/// <summary>
/// Identifies callers by JSON Web Tokens (RFC 7519): the subject becomes the caller's name, and the claim <c>scope</c> (RFC 8693) its scopes.
/// The issuer, audiences and signing keys are framework settings at <c>Authentication:Schemes:Bearer</c>.
/// </summary>
internal sealed partial class TokenEvents(ILogger<TokenEvents> logger) : JwtBearerEvents
{
    /// <summary>The prefix of the names of such callers.</summary>
    public const string NamePrefix = "token:";

    public override Task TokenValidated(TokenValidatedContext context)
    {
        if (context.Principal?.FindFirst("sub")?.Value is not { Length: > 0 } subject || StoredText.HasNull(subject))
        {
            context.Fail("The token has no subject (the claim sub), or it contains the character U+0000.");
            return Task.CompletedTask;
        }

        var words = context.Principal.FindAll(CallerClaims.ScopeClaim).SelectMany(claim => claim.Value.Split(' ')).ToHashSet(StringComparer.Ordinal);
        var scopes = Enum.GetValues<Scope>().Where(scope => words.Contains(EnumNames.Format(scope)));
        context.Principal = CallerClaims.CreatePrincipal(NamePrefix + subject, scopes, JwtBearerDefaults.AuthenticationScheme);
        return Task.CompletedTask;
    }

    public override Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        // The caller does not learn the exact reason. The log gets the exception's type only, because its message may contain text from the token.
        var type = context.Exception.GetType().Name;
        LogRefused(type);
        context.Fail("The token has expired, or the configured issuer did not issue it for this service.");
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A token was refused: {Reason}")]
    private partial void LogRefused(string reason);
}
