using LearnML.Api.Hosting;
using LearnML.Api.Problems;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Inference;

/// <summary>Sends the exceptions of the protocol's routes in the form of the protocol, the only one that its clients read.</summary>
internal static partial class InferenceErrors
{
    /// <summary>Runs a handler, and returns its result or its error. ASP.NET Core calls it as an endpoint filter.</summary>
    public static async ValueTask<object?> HandleAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, services) = (context.HttpContext.Request, context.HttpContext.RequestServices);
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (ProblemSetup.GetStatusCode(exception) is { } status and not StatusCodes.Status499ClientClosedRequest)
        {
            ProblemSetup.SetRetryAfter(context.HttpContext, exception);
            var options = services.GetRequiredService<IOptions<LearnMLOptions>>().Value;
            return InferenceErrorFormat.CreateError(options.RedactFolders(ProblemSetup.GetDetail(exception)), status);
        }
        catch (Exception exception) when (ProblemSetup.GetStatusCode(exception) is null
            && !context.HttpContext.Response.HasStarted && !context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            LogFailed(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(InferenceRoutes)), exception, request.Method, request.Path);
            return InferenceErrorFormat.CreateError(
                "The request failed because of an error in the service.", StatusCodes.Status500InternalServerError);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void LogFailed(ILogger log, Exception exception, string method, PathString path);
}
