namespace LearnML.Api.Swagger;

/// <summary>What a route says of itself in the Swagger document, beside its summary.</summary>
internal static class RouteDocumentation
{
    /// <summary>The type of the bodies that the examples are.</summary>
    public const string Json = "application/json";

    /// <summary>The type of forms with files.</summary>
    public const string Form = "multipart/form-data";

    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, BodyExample example, bool isOptional = false, params string[] otherTypes)
        where T : notnull =>
        route.Accepts<T>(isOptional, Json, otherTypes).WithMetadata(example).Problems(400, 413, 415);

    /// <summary>Documents that the route may answer with these problems.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
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

    /// <summary>Says which job the route's example is run on.</summary>
    public static RouteHandlerBuilder Tries(this RouteHandlerBuilder route, JobExample example) => route.WithMetadata(example);
}
