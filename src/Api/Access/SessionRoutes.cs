using System.Security.Claims;
using LearnML.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Access;

internal static class SessionRoutes
{
    public static void MapSessions(this WebApplication app)
    {
        var session = app.MapGroup("/api/session").WithTags("Access").ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        session.MapGet("/", (ClaimsPrincipal user) => TypedResults.Ok(new Session(Callers.Of(user)))).AllowAnonymous()
            .WithSummary("Say who calls").WithDescription("Its `caller` is null where nobody was recognized.");
        session.MapPost("/", (Delegate)SignIn).ForAnyCaller().WithSummary("Sign a browser in")
            .WithDescription("The key, sent as `Authorization: Bearer lml_...`, becomes a cookie, for pages cannot send headers. It ends after 12 unused hours, or with the key.");
        session.MapDelete("/", (Delegate)SignOut).AllowAnonymous().WithSummary("Sign a browser out");
    }

    private static async Task<Ok<Session>> SignIn(HttpContext context)
    {
        // A token says when it ends, and so does its session.
        var ends = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        await context.SignInAsync(Sessions.Scheme, context.User, new AuthenticationProperties { ExpiresUtc = ends, AllowRefresh = ends is null });
        return TypedResults.Ok(new Session(Callers.Of(context.User)));
    }

    private static async Task<NoContent> SignOut(HttpContext context)
    {
        await context.SignOutAsync(Sessions.Scheme);
        return TypedResults.NoContent();
    }
}
