using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Devices;
using LearnML.Training.State;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Problems;

/// <summary>Turns every error into problem details (RFC 9457).</summary>
internal static class ProblemSetup
{
    private static readonly TimeSpan OutageRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>The time after which a client may repeat a request that was refused because of too much load.</summary>
    internal static TimeSpan OverloadRetryAfter { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Returns whether an exception means that a request was refused because of too much load.</summary>
    internal static bool IsOverload(Exception exception) =>
        exception is BadHttpRequestException { StatusCode: StatusCodes.Status503ServiceUnavailable };

    /// <summary>Sets the Retry-After header if the status of the exception is 503.</summary>
    internal static void SetRetryAfter(HttpContext context, Exception exception)
    {
        if (GetStatusCode(exception) == StatusCodes.Status503ServiceUnavailable)
        {
            ProblemResult.SetRetryAfter(context, IsOverload(exception) ? OverloadRetryAfter : OutageRetryAfter);
        }
    }

    /// <summary>Returns the message for the client of an exception that is <see cref="GetStatusCode"/>.</summary>
    internal static string GetDetail(Exception exception) =>
        DatabaseFailure.IsUnwritable(exception)
            ? "The service cannot store this: the disk of its database is full or cannot be written. Try again later."
        : DatabaseFailure.IsUnavailable(exception) ? "The database does not answer. Try again in a few seconds."
        : DatabaseFailure.IsDamaged(exception) ? "The database is damaged. Stop the service and run the command 'repair', or restore a backup."
        : DatabaseFailure.IsInvalidText(exception) ? "A string in the request contains the character U+0000, which cannot be stored."
        : DiskFailure.Is(exception) ? "The service cannot store the file: its disk is full or cannot be written. Try again later."
        : exception.Message;

    public static IServiceCollection AddProblems(this IServiceCollection services) => services.AddProblemDetails(problems =>
        problems.CustomizeProblemDetails = context =>
        {
            if (context.Exception is BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } unread)
            {
                var (field, reason) = BindingError.Find(context.HttpContext) ?? ("$", unread.Message);
                context.ProblemDetails.Detail = field == "$" ? reason : $"{field} {reason}.";
                context.ProblemDetails.Extensions["errors"] = new Dictionary<string, string[]> { [field] = [reason] };
            }
            else if (context.Exception is { } known && GetStatusCode(known) is not null)
            {
                var options = context.HttpContext.RequestServices.GetRequiredService<IOptions<LearnMLOptions>>().Value;
                context.ProblemDetails.Detail = options.RedactFolders(GetDetail(known));
                SetRetryAfter(context.HttpContext, known);
            }
            else if (context.ProblemDetails.Status == StatusCodes.Status404NotFound)
            {
                context.ProblemDetails.Detail ??= $"There is no route or resource {context.HttpContext.Request.Path}. " +
                    "/swagger lists the routes; use ids as the list routes return them.";
            }
            else if (context.ProblemDetails.Status == StatusCodes.Status415UnsupportedMediaType)
            {
                context.ProblemDetails.Detail ??= AcceptedContentTypes.Describe(context.HttpContext);
            }
        })
        .AddExceptionHandler<UnavailableLogger>()
        .AddSingleton<IProblemDetailsWriter, FallbackProblemWriter>();

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => GetStatusCode(exception) ?? StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => GetStatusCode(context.Exception) is not null,
        });
        app.UseStatusCodePages();
    }

    /// <summary>Returns the HTTP status code of an exception that is not a bug in the service; null for any other exception.</summary>
    internal static int? GetStatusCode(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        ConnectionResetException or ConnectionAbortedException or { InnerException: ConnectionResetException or ConnectionAbortedException } =>
            StatusCodes.Status499ClientClosedRequest,
        _ when DatabaseFailure.IsUnavailable(exception) || DatabaseFailure.IsDamaged(exception) => StatusCodes.Status503ServiceUnavailable,
        _ when DatabaseFailure.IsInvalidText(exception) => StatusCodes.Status400BadRequest,
        DatasetUnavailableException or OutOfDeviceMemoryException or CheckpointException => StatusCodes.Status503ServiceUnavailable,
        _ when DiskFailure.Is(exception) => StatusCodes.Status503ServiceUnavailable,
        _ => null,
    };
}
