using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace LearnML.Api.Access;

/// <summary>
/// Callers of an issuer's JSON Web Tokens (RFC 7519): the subject is who, and the claim <c>scope</c> (RFC 8693) what they may do. The issuer,
/// audience and keys are configured as the framework has it, at <c>Authentication:Schemes:Bearer</c>.
/// </summary>
internal sealed partial class Tokens(ILogger<Tokens> logger) : JwtBearerEvents
{
    /// <summary>How the names of such callers begin.</summary>
    public const string Prefix = "token:";

    public override Task TokenValidated(TokenValidatedContext context)
    {
        if (context.Principal?.FindFirst("sub")?.Value is not { Length: > 0 } subject)
        {
            context.Fail("The token names no subject.");
            return Task.CompletedTask;
        }

        var words = context.Principal.FindAll(Callers.Scopes).SelectMany(claim => claim.Value.Split(' ')).ToHashSet(StringComparer.Ordinal);
        context.Principal = Callers.Of(Prefix + subject, Enum.GetValues<Scope>().Where(scope => words.Contains(EnumWord.Of(scope))), JwtBearerDefaults.AuthenticationScheme);
        return Task.CompletedTask;
    }

    public override Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        // What is wrong with it exactly is for the log, not for who sent it; and the exception's words are in part the sender's.
        var kind = context.Exception.GetType().Name;
        Refused(kind);
        context.Fail("The token is not one of the configured issuer's for this service, or has expired.");
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A token was refused: {Reason}")]
    private partial void Refused(string reason);
}
