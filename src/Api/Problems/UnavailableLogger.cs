using Microsoft.AspNetCore.Diagnostics;

namespace LearnML.Api.Problems;

/// <summary>
/// Logs in one line why a request failed with 503, for example because a dataset cannot be downloaded. The client receives the problem details.
/// </summary>
internal sealed partial class UnavailableLogger(ILogger<UnavailableLogger> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ProblemSetup.GetStatusCode(exception) == StatusCodes.Status503ServiceUnavailable)
        {
            LogUnavailable(httpContext.Request.Method, httpContext.Request.Path, exception.Message);
        }

        return ValueTask.FromResult(false);
    }

    [LoggerMessage(LogLevel.Warning, "{Method} {Path}: {Reason}")]
    private partial void LogUnavailable(string method, PathString path, string reason);
}
