using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace LearnML.Api.Access.Browser;

/// <summary>
/// Wraps the application that the server calls. Browsers can send a key to a hub only in the URL, as <c>access_token</c>. This class moves
/// it to the Authorization header before logs, traces and problem details see the request.
/// </summary>
/// <param name="application">The wrapped application.</param>
internal sealed class QueryTokenApplication<TContext>(IHttpApplication<TContext> application) : IHttpApplication<TContext>
    where TContext : notnull
{
    private const string QueryParameter = "access_token";

    public TContext CreateContext(IFeatureCollection contextFeatures)
    {
        var request = contextFeatures.GetRequiredFeature<IHttpRequestFeature>();
        if (request.QueryString.Length > 1)
        {
            MoveKeyToHeader(request);
        }

        return application.CreateContext(contextFeatures);
    }

    public Task ProcessRequestAsync(TContext context) => application.ProcessRequestAsync(context);

    public void DisposeContext(TContext context, Exception? exception) => application.DisposeContext(context, exception);

    private static void MoveKeyToHeader(IHttpRequestFeature request)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString);
        if (!query.Remove(QueryParameter, out var key))
        {
            return;
        }

        request.QueryString = QueryString.Create(query).Value ?? "";
        request.RawTarget = request.RawTarget.Split('?')[0] + request.QueryString;
        if (request.Headers.Authorization.Count == 0 && request.Path.StartsWith(LiveMetrics.TrainingHub.Path, StringComparison.OrdinalIgnoreCase))
        {
            request.Headers.Authorization = $"Bearer {key}";
        }
    }
}
