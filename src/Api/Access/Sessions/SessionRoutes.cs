using System.Security.Claims;
using LearnML.Api.Access.Scopes;
using LearnML.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Access.Sessions;

internal static class SessionRoutes
{
    public static void MapSessions(this WebApplication app)
    {
        var session = app.MapGroup("/api/session").WithTags("Access").ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        session.MapGet("/", (ClaimsPrincipal user) => TypedResults.Ok(new Session(CallerClaims.GetCaller(user)))).AllowAnonymous()
            .WithSummary("Get the current caller").WithDescription("`caller` is null if the request is not authenticated.");
        session.MapPost("/", (Delegate)SignIn).RequireAnyCaller().WithSummary("Sign a browser in")
            .WithDescription("Send the key as `Authorization: Bearer lml_...`. The answer sets a session cookie, because a browser cannot add "
                + "headers when it opens a page. The session lasts 12 hours, is extended while it is used, and ends with its key.");
        session.MapDelete("/", (Delegate)SignOut).AllowAnonymous().WithSummary("Sign a browser out");
    }

    private static async Task<Ok<Session>> SignIn(HttpContext context)
    {
        // The session of a token ends when the token expires.
        var expiresAt = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        var properties = new AuthenticationProperties { ExpiresUtc = expiresAt, AllowRefresh = expiresAt is null };
        await context.SignInAsync(SessionCookieEvents.Scheme, context.User, properties);
        return TypedResults.Ok(new Session(CallerClaims.GetCaller(context.User)));
    }

    private static async Task<NoContent> SignOut(HttpContext context)
    {
        await context.SignOutAsync(SessionCookieEvents.Scheme);
        return TypedResults.NoContent();
    }
}
