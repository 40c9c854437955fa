using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace LearnML.Api.Access.Browser;

/// <summary>
/// Browsers can send a key to the hub only in the URL, as <c>access_token</c>. This factory moves it to the Authorization header before logs,
/// traces and problem details see the request: the framework creates the context first, and logs and traces only then.
/// </summary>
/// <param name="services">The services that the framework's own factory needs.</param>
internal sealed class QueryTokenContextFactory(IServiceProvider services) : IHttpContextFactory
{
    /// <summary>The path of the hub, the only route that accepts a key in its URL.</summary>
    public const string HubPath = "/hubs/training";

    private const string QueryParameter = "access_token";

    private readonly DefaultHttpContextFactory factory = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        var request = featureCollection.GetRequiredFeature<IHttpRequestFeature>();
        if (request.QueryString.Length > 1)
        {
            MoveKeyToHeader(request);
        }

        return factory.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => factory.Dispose(httpContext);

    private static void MoveKeyToHeader(IHttpRequestFeature request)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString);
        if (!query.Remove(QueryParameter, out var key))
        {
            return;
        }

        request.QueryString = QueryString.Create(query).Value ?? "";
        request.RawTarget = request.RawTarget.Split('?')[0] + request.QueryString;
        if (request.Headers.Authorization.Count == 0 && request.Path.StartsWith(HubPath, StringComparison.OrdinalIgnoreCase))
        {
            request.Headers.Authorization = $"Bearer {key}";
        }
    }
}
