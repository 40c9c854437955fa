using LearnML.Api.Documentation;

namespace LearnML.Api.Jobs.Routes;

/// <summary>Declares that a route adds a job.</summary>
internal static class QueuedJobsRoutes
{
    /// <summary>Applies the limit of queued jobs to the route.</summary>
    public static RouteHandlerBuilder LimitQueuedJobs(this RouteHandlerBuilder route) => route
        .AddEndpointFilter((context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<QueuedJobsLimit>().FilterAsync(context, next))
        .ProducesProblems(StatusCodes.Status429TooManyRequests);
}
