using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace LearnML.Api.Access;

/// <summary>
/// The service behind the server. Browsers can send a key to a hub in its address only, as <c>access_token</c>; it becomes a header here,
/// before logs, traces and problems see the request.
/// </summary>
/// <param name="application">The service.</param>
internal sealed class KeylessAddresses<TContext>(IHttpApplication<TContext> application) : IHttpApplication<TContext>
    where TContext : notnull
{
    private const string InQuery = "access_token";

    public TContext CreateContext(IFeatureCollection contextFeatures)
    {
        var request = contextFeatures.GetRequiredFeature<IHttpRequestFeature>();
        if (request.QueryString.Length > 1)
        {
            TakeKey(request);
        }

        return application.CreateContext(contextFeatures);
    }

    public Task ProcessRequestAsync(TContext context) => application.ProcessRequestAsync(context);

    public void DisposeContext(TContext context, Exception? exception) => application.DisposeContext(context, exception);

    private static void TakeKey(IHttpRequestFeature request)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString);
        if (!query.Remove(InQuery, out var key))
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
