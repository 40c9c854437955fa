using Microsoft.AspNetCore.Diagnostics;

namespace LearnML.Api.Problems;

/// <summary>Logs what keeps the service from answering, such as a dataset that cannot be downloaded, in one line: who asked is told the rest.</summary>
internal sealed partial class KnownProblemLog(ILogger<KnownProblemLog> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ProblemSetup.Known(exception) == StatusCodes.Status503ServiceUnavailable)
        {
            Failed(httpContext.Request.Method, httpContext.Request.Path, exception.Message);
        }

        return ValueTask.FromResult(false);
    }

    [LoggerMessage(LogLevel.Warning, "{Method} {Path}: {Reason}")]
    private partial void Failed(string method, PathString path, string reason);
}
