using LearnML.Api.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Limits;

/// <summary>Declares the limits of a route.</summary>
internal static class LimitedRoutes
{
    /// <summary>Returns the configured limits.</summary>
    public static LimitOptions GetLimits(this WebApplication app) => app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value.Limits;

    /// <summary>Sets the maximum body size of the route, in bytes.</summary>
    public static RouteHandlerBuilder LimitBodySize(this RouteHandlerBuilder route, long maximumBytes) =>
        route.WithMetadata(new RequestSizeLimitAttribute(maximumBytes));

    /// <summary>Marks the route as an upload, and applies the limit of concurrent uploads.</summary>
    public static RouteHandlerBuilder LimitConcurrentUploads(this RouteHandlerBuilder route) =>
        route.WithMetadata(new UploadLimitMetadata());
}
