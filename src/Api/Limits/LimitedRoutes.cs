using LearnML.Api.Swagger;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Limits;

/// <summary>What a route says of its limits.</summary>
internal static class LimitedRoutes
{
    /// <summary>The limits of this service.</summary>
    public static LimitOptions Limits(this WebApplication app) => app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value.Limits;

    /// <summary>Says that the route takes bodies of other sizes than routes do in general.</summary>
    public static RouteHandlerBuilder TakesBytes(this RouteHandlerBuilder route, long most) => route.WithMetadata(new RequestSizeLimitAttribute(most));

    /// <summary>Says that the route takes a file.</summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<UploadLimit>().FilterAsync(context, next));

    /// <summary>Says that the route adds a job.</summary>
    public static RouteHandlerBuilder AddsJob(this RouteHandlerBuilder route) => route
        .AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<QueuedJobsLimit>().FilterAsync(context, next))
        .Problems(StatusCodes.Status429TooManyRequests);
}
