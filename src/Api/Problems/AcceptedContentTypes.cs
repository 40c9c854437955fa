using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;

namespace LearnML.Api.Problems;

/// <summary>Says which content types a route accepts.</summary>
internal static class AcceptedContentTypes
{
    /// <summary>Returns what to send in place of a content type that the route of a request does not accept.</summary>
    public static string Describe(HttpContext context)
    {
        var request = context.Request;
        string[] types = [.. context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => Matches(route, request))
            .SelectMany(route => route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? []).Distinct()];
        var sent = request.ContentType is { Length: > 0 } type ? $"the request has {type}" : "the request has none";
        return types.Length == 0
            ? $"This route does not accept this content type: {sent}."
            : $"Send the header Content-Type: {string.Join(" or ", types)}; {sent}.";
    }

    // Routing has replaced the endpoint of the request by one that answers 415, so the route is searched again.
    private static bool Matches(RouteEndpoint route, HttpRequest request) =>
        route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(request.Method) == true
        && new TemplateMatcher(TemplateParser.Parse(route.RoutePattern.RawText!), []).TryMatch(request.Path, []);
}
