namespace LearnML.Api.Documentation;

/// <summary>Adds a route's body, problems and example job to the Swagger document.</summary>
internal static class RouteDocumentation
{
    /// <summary>The content type of JSON bodies.</summary>
    public const string JsonContentType = "application/json";

    /// <summary>The content type of forms with files.</summary>
    public const string FormContentType = "multipart/form-data";

    /// <summary>Documents the body of the route, with an example, and the problems of bodies.</summary>
    public static RouteHandlerBuilder AcceptsBody<T>(
        this RouteHandlerBuilder route, BodyExample example, bool isOptional = false, params string[] otherTypes)
        where T : notnull =>
        route.Accepts<T>(isOptional, JsonContentType, otherTypes).WithMetadata(example).ProducesProblems(400, 413, 415);

    /// <summary>Documents the statuses of problems that the route may answer with.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            if (status == StatusCodes.Status400BadRequest)
            {
                route.ProducesValidationProblem();
            }
            else
            {
                route.ProducesProblem(status);
            }
        }

        return route;
    }

    /// <summary>Selects the job of the route's example.</summary>
    public static RouteHandlerBuilder WithExampleJob(this RouteHandlerBuilder route, JobExample example) => route.WithMetadata(example);
}
