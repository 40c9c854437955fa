namespace LearnML.Api.Access.Browser;

/// <summary>
/// Sets HTTP security headers: no framing, no content type sniffing, nothing loaded from other sites
/// (https://owasp.org/www-project-secure-headers/).
/// </summary>
internal static class SecurityHeaders
{
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";
    private const string PagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // The pages of Swagger UI and Hangfire use inline styles.
    private static readonly string LibraryPagePolicy =
        PagePolicy.Replace("style-src 'self'", "style-src 'self' 'unsafe-inline'", StringComparison.Ordinal) + "; font-src 'self' data:";
    private static readonly PathString[] LibraryPaths = ["/swagger", "/hangfire"];

    /// <summary>Sets the headers when an answer starts, because the error handler clears headers that were set earlier.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(SetHeaders, context);
        return next(context);
    });

    private static Task SetHeaders(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        // Inside a library's branch of the pipeline, a part of the path is in PathBase.
        var path = context.Request.PathBase + context.Request.Path;
        headers.ContentSecurityPolicy = Array.Exists(LibraryPaths, start => path.StartsWithSegments(start)) ? LibraryPagePolicy
            : context.GetEndpoint() is null ? PagePolicy : DataPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.IsHttps)
        {
            // Browsers ignore it on other connections and log a warning.
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
        return Task.CompletedTask;
    }
}
