using LearnML.Api.Problems;
using LearnML.Api.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace LearnML.Api.Access;

/// <summary>Tells who is not let in what is missing: 401 without a good key, 403 without the scope.</summary>
internal sealed class ScopeRefusal : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? next(context) : RefuseAsync(context, isUnknown: authorizeResult.Challenged);

    private static async Task RefuseAsync(HttpContext context, bool isUnknown)
    {
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<ScopeMetadata>()?.Scope is { } scope ? $"a key with the scope {EnumWord.Of(scope)}" : "a key";
        if (isUnknown)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            var failure = (await context.AuthenticateAsync()).Failure?.Message;
            await Tell(context, $"{failure ?? "There is no key."} This needs {needed}, sent as 'Authorization: Bearer lml_...'.", StatusCodes.Status401Unauthorized);
            return;
        }

        var caller = Callers.Of(context.User)!;
        await Tell(context, $"This needs {needed}; '{caller.Name}' has {(caller.Scopes.Count == 0 ? "none" : string.Join(", ", caller.Scopes.Select(each => EnumWord.Of(each))))}.", StatusCodes.Status403Forbidden);
    }

    private static Task Tell(HttpContext context, string reason, int status) => Refusal.Of(context, status, reason).ExecuteAsync(context);
}
