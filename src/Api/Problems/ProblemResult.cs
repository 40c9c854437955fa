using System.Globalization;

namespace LearnML.Api.Problems;

/// <summary>Creates error responses in the format of the route: problem details, unless the route has an <see cref="IErrorFormat"/>.</summary>
internal static class ProblemResult
{
    /// <summary>Creates an error response.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status code.</param>
    /// <param name="reason">What is wrong, and what to do.</param>
    /// <param name="retryAfter">The time after which to try again; null if trying again does not help.</param>
    public static IResult Create(HttpContext context, int status, string reason, TimeSpan? retryAfter = null)
    {
        if (retryAfter is { } wait)
        {
            SetRetryAfter(context, wait);
        }

        return context.GetEndpoint()?.Metadata.GetMetadata<IErrorFormat>() is { } format
            ? format.Create(reason, status)
            : TypedResults.Problem(reason, statusCode: status);
    }

    /// <summary>Sets the Retry-After header, rounded up to whole seconds.</summary>
    public static void SetRetryAfter(HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
