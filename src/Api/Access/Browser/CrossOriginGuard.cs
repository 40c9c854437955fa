using LearnML.Api.Access.Keys;
using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access.Browser;

/// <summary>
/// Refuses requests that a page of another site makes a browser send (cross-site request forgery): requests that may change something, and
/// connections to the hub, which browsers open for any site. Browsers send the page's site in <c>Origin</c>; other programs send no such header.
/// </summary>
internal static class CrossOriginGuard
{
    /// <summary>Adds the guard, which also refuses requests that <see cref="LoopbackPolicy.GetRefusalReason"/> refuses.</summary>
    public static void UseCrossOriginGuard(this WebApplication app)
    {
        var policy = app.Services.GetRequiredService<LoopbackPolicy>();
        var origins = app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value.OriginList;
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (policy.GetRefusalReason(context) is { } objection)
            {
                return ProblemResult.Create(context, StatusCodes.Status403Forbidden, objection).ExecuteAsync(context);
            }

            var origin = request.Headers.Origin.ToString();
            return origin.Length == 0 || IsReadOnly(context) || IsSameOrigin(origin, request)
                || origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
                ? next(context)
                : ProblemResult.Create(context, StatusCodes.Status403Forbidden,
                    $"The request comes from a page of {origin}. To allow this site, add it to LearnML:Origins.").ExecuteAsync(context);
        });
    }

    /// <summary>Whether a request only reads. Then the browser itself hides the answer from the page, unless CORS allows it.</summary>
    private static bool IsReadOnly(HttpContext context) => HttpMethods.IsOptions(context.Request.Method)
        || ((HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is null);

    private static bool IsSameOrigin(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme == request.Scheme
        && string.Equals(page.Authority, GetAuthority(request), StringComparison.OrdinalIgnoreCase);

    private static string GetAuthority(HttpRequest request) =>
        new UriBuilder(request.Scheme, request.Host.Host, request.Host.Port ?? -1).Uri.Authority;
}
