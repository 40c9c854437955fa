using LearnML.Api.Swagger;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Limits;

/// <summary>Declares the limits of a route.</summary>
internal static class LimitedRoutes
{
    /// <summary>Returns the configured limits.</summary>
    public static LimitOptions Limits(this WebApplication app) => app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value.Limits;

    /// <summary>Sets the maximum body size of the route, in bytes.</summary>
    public static RouteHandlerBuilder TakesBytes(this RouteHandlerBuilder route, long most) =>
        route.WithMetadata(new RequestSizeLimitAttribute(most));

    /// <summary>Marks the route as an upload, and applies the limit of concurrent uploads.</summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter((context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<UploadLimit>().FilterAsync(context, next));

    /// <summary>Marks the route as one that adds a job, and applies the limit of queued jobs.</summary>
    public static RouteHandlerBuilder AddsJob(this RouteHandlerBuilder route) => route
        .AddEndpointFilter((context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<QueuedJobsLimit>().FilterAsync(context, next))
        .Problems(StatusCodes.Status429TooManyRequests);
}
