using LearnML.Api.Access.Keys;
using LearnML.Api.Access.Scopes;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace LearnML.Api.Access.Sessions;

/// <summary>
/// Handles browser sessions: a cookie stands for a key, because a browser cannot add headers when it opens a page. Each request checks that the
/// key is still valid.
/// </summary>
internal sealed class SessionCookieEvents(KeyCache cache) : CookieAuthenticationEvents
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "Session";

    public static void Configure(CookieAuthenticationOptions cookies)
    {
        cookies.Cookie.Name = "learnml-session";
        cookies.Cookie.SameSite = SameSiteMode.Strict;
        cookies.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookies.ExpireTimeSpan = TimeSpan.FromHours(12);
        cookies.EventsType = typeof(SessionCookieEvents);
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (CallerClaims.GetCaller(context.Principal!) is not { } caller)
        {
            return;
        }

        // A token cannot be looked up. Its session ends when the token expires, or when tokens are no longer configured.
        if (caller.Name.StartsWith(TokenEvents.NamePrefix, StringComparison.Ordinal)
            && TokenSettings.AcceptsTokens(context.HttpContext.RequestServices.GetRequiredService<IConfiguration>()))
        {
            return;
        }

        if (await cache.FindByNameAsync(caller.Name, context.HttpContext.RequestAborted) is { } known)
        {
            context.ReplacePrincipal(known.Principal);
        }
        else
        {
            context.RejectPrincipal();
        }
    }
}
