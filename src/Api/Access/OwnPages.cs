using LearnML.Api.LiveMetrics;
using LearnML.Api.Problems;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access;

/// <summary>
/// Refuses what a page of another site makes a browser send: anything that changes something, and connections to the hub, which browsers
/// open for any site. A page says where it is from in <c>Origin</c>; programs send none.
/// </summary>
internal static class OwnPages
{
    public static void UseOwnPagesOnly(this WebApplication app)
    {
        var doors = app.Services.GetRequiredService<Doors>();
        var origins = app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value.OriginList;
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (doors.Objection(context) is { } objection)
            {
                return Refusal.Of(context, StatusCodes.Status403Forbidden, objection).ExecuteAsync(context);
            }

            var origin = request.Headers.Origin.ToString();
            return origin.Length == 0 || IsHarmless(request) || IsOwn(origin, request) || origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
                ? next(context)
                : Refusal.Of(context, StatusCodes.Status403Forbidden, $"The request comes from a page of {origin}. LearnML:Origins names other pages that may call.").ExecuteAsync(context);
        });
    }

    /// <summary>What is only read the browser keeps from the page, unless it may have it.</summary>
    private static bool IsHarmless(HttpRequest request) => HttpMethods.IsOptions(request.Method)
        || ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.Path.StartsWithSegments(TrainingHub.Path));

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme == request.Scheme && string.Equals(page.Authority, Authority(request), StringComparison.OrdinalIgnoreCase);

    private static string Authority(HttpRequest request) => new UriBuilder(request.Scheme, request.Host.Host, request.Host.Port ?? -1).Uri.Authority;
}
