using System.Globalization;
using LearnML.Api.Inference;
using Microsoft.AspNetCore.RateLimiting;

namespace LearnML.Api.Serving;

/// <summary>Refuses predictions beyond what can be carried, at once, so that those that are taken keep their latency.</summary>
internal static class PredictionLimit
{
    /// <summary>The limit of the routes that predict.</summary>
    public const string Policy = "predictions";

    private const int RetryAfterSeconds = 1;

    public static IServiceCollection AddPredictionLimit(this IServiceCollection services, LearnMLOptions settings) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
        limiter.AddConcurrencyLimiter(Policy, limit => (limit.PermitLimit, limit.QueueLimit) = (settings.PredictionsAtOnce, 0));
        limiter.OnRejected = async (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            var reason = $"There are {settings.PredictionsAtOnce} predictions under way, as many as are taken at once. Try again in a second.";
            IResult answer = context.HttpContext.Request.Path.StartsWithSegments(InferenceRoutes.Path)
                ? InferenceRoutes.Error(reason, StatusCodes.Status503ServiceUnavailable)
                : TypedResults.Problem(reason, statusCode: StatusCodes.Status503ServiceUnavailable);
            await answer.ExecuteAsync(context.HttpContext);
        };
    });
}
