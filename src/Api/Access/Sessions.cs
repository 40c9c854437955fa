using Microsoft.AspNetCore.Authentication.Cookies;

namespace LearnML.Api.Access;

/// <summary>A browser's session: a cookie that stands for a key, for pages cannot send headers. Each request looks whether the key is still good.</summary>
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

        // Of a token there is nothing to look up: its session ends when it does, or when its issuer is trusted no more.
        if (caller.Name.StartsWith(Tokens.Prefix, StringComparison.Ordinal) && AccessSetup.TakesTokens(context.HttpContext.RequestServices.GetRequiredService<IConfiguration>()))
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
