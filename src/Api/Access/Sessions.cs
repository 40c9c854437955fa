using Microsoft.AspNetCore.Authentication.Cookies;

namespace LearnML.Api.Access;

/// <summary>
/// Handles browser sessions: a cookie stands for a key, because a browser cannot add headers when it opens a page. Each request checks that the
/// key is still valid.
/// </summary>
internal sealed class Sessions(KeyRing ring) : CookieAuthenticationEvents
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "Session";

    public static void Configure(CookieAuthenticationOptions cookies)
    {
        cookies.Cookie.Name = "learnml-session";
        cookies.Cookie.SameSite = SameSiteMode.Strict;
        cookies.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookies.ExpireTimeSpan = TimeSpan.FromHours(12);
        cookies.EventsType = typeof(Sessions);
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (Callers.Of(context.Principal!) is not { } caller)
        {
            return;
        }

        // A token cannot be looked up. Its session ends when the token expires, or when tokens are no longer configured.
        if (caller.Name.StartsWith(Tokens.Prefix, StringComparison.Ordinal)
            && AccessSetup.TakesTokens(context.HttpContext.RequestServices.GetRequiredService<IConfiguration>()))
        {
            return;
        }

        if (await ring.FindNamedAsync(caller.Name, context.HttpContext.RequestAborted) is { } known)
        {
            context.ReplacePrincipal(known.Principal);
        }
        else
        {
            context.RejectPrincipal();
        }
    }
}
