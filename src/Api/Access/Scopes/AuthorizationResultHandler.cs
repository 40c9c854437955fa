using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace LearnML.Api.Access.Scopes;

/// <summary>Answers unauthorized requests with what is missing: 401 without a valid key, 403 without the scope.</summary>
internal sealed class AuthorizationResultHandler : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? next(context) : RefuseAsync(context, isUnknown: authorizeResult.Challenged);

    private static async Task RefuseAsync(HttpContext context, bool isUnknown)
    {
        var needed = context.GetEndpoint()?.Metadata.GetMetadata<ScopeMetadata>()?.Scope is { } scope
            ? $"a key with the scope {EnumNames.Format(scope)}"
            : "a key";
        if (isUnknown)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            var failure = (await context.AuthenticateAsync()).Failure?.Message;
            var reason = $"{failure ?? "The request has no key."} This route needs {needed}, sent as 'Authorization: Bearer lml_...'.";
            await WriteAsync(context, reason, StatusCodes.Status401Unauthorized);
            return;
        }

        var caller = CallerClaims.GetCaller(context.User)!;
        var granted = caller.Scopes.Count == 0 ? "no scope" : string.Join(", ", caller.Scopes.Select(each => EnumNames.Format(each)));
        await WriteAsync(context, $"This route needs {needed}; '{caller.Name}' has {granted}.", StatusCodes.Status403Forbidden);
    }

    private static Task WriteAsync(HttpContext context, string reason, int status) =>
        ProblemResult.Create(context, status, reason).ExecuteAsync(context);
}
