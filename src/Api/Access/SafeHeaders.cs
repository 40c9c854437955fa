namespace LearnML.Api.Access;

/// <summary>
/// Headers that tell browsers what no page and no answer of ours needs: to be framed, to be guessed at, to load anything from elsewhere
/// (https://owasp.org/www-project-secure-headers/).
/// </summary>
internal static class SafeHeaders
{
    private const string Data = "default-src 'none'; frame-ancestors 'none'";
    private const string Pages = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // Pages of libraries, which write some styles into their elements.
    private static readonly string LibraryPages = Pages.Replace("style-src 'self'", "style-src 'self' 'unsafe-inline'", StringComparison.Ordinal) + "; font-src 'self' data:";
    private static readonly PathString[] LibraryPaths = ["/swagger", "/hangfire"];

    /// <summary>They are set when an answer begins: one that ends in an error loses what was set before.</summary>
    public static void UseSafeHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(Set, context);
        return next(context);
    });

    private static Task Set(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;

        // The queue's dashboard moves its part of the path to the base while it answers.
        var whole = context.Request.PathBase.Add(context.Request.Path);
        headers.ContentSecurityPolicy = Array.Exists(LibraryPaths, path => whole.StartsWithSegments(path)) ? LibraryPages
            : context.GetEndpoint() is null ? Pages : Data;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.IsHttps)
        {
            // Browsers heed it there only, and complain of it elsewhere.
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
        return Task.CompletedTask;
    }
}
