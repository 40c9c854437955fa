using System.Globalization;
using LearnML.Api.Inference;

namespace LearnML.Api.Problems;

/// <summary>Tells that something is not done now, or not like this, in the form that the route's clients read.</summary>
internal static class Refusal
{
    /// <summary>A refusal.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="reason">Why, and what to change.</param>
    /// <param name="retryAfter">When to try again; null where that is of no use.</param>
    public static IResult Of(HttpContext context, int status, string reason, TimeSpan? retryAfter = null)
    {
        if (retryAfter is { } wait)
        {
            SayWhen(context, wait);
        }

        return context.Request.Path.StartsWithSegments(InferenceRoutes.Path) ? InferenceRoutes.Error(reason, status) : TypedResults.Problem(reason, statusCode: status);
    }

    /// <summary>Says when to try again, to the second.</summary>
    public static void SayWhen(HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
