using LearnML.Api.Storage;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Fitting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Problems;

/// <summary>Every error is answered as problem details (RFC 9457).</summary>
internal static class ProblemSetup
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <summary>When to try again what was too much at once.</summary>
    internal static TimeSpan RefusalWait { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether it says that there is too much at once.</summary>
    internal static bool IsRefusal(Exception exception) => exception is BadHttpRequestException { StatusCode: StatusCodes.Status503ServiceUnavailable };

    /// <summary>Says when to try again, where that is of use.</summary>
    internal static void SayWhen(HttpContext context, Exception exception)
    {
        if (Known(exception) == StatusCodes.Status503ServiceUnavailable)
        {
            Refusal.SayWhen(context, IsRefusal(exception) ? RefusalWait : Soon);
        }
    }

    /// <summary>What to tell the caller of an exception that is <see cref="Known"/>.</summary>
    internal static string Reason(Exception exception) =>
        DatabaseFailure.IsAway(exception) ? "The database does not answer. Try again in a few seconds."
        : DatabaseFailure.IsUnfitText(exception) ? "A text of the request has the character U+0000, which cannot be kept."
        : exception.Message;

    public static IServiceCollection AddProblems(this IServiceCollection services) => services.AddProblemDetails(problems =>
        problems.CustomizeProblemDetails = context =>
        {
            if (context.Exception is BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } unread)
            {
                var (field, reason) = UnreadRequest.Of(unread);
                context.ProblemDetails.Detail = field == "$" ? reason : $"{field} {reason}.";
                context.ProblemDetails.Extensions["errors"] = new Dictionary<string, string[]> { [field] = [reason] };
            }
            else if (context.Exception is { } known && Known(known) is not null)
            {
                context.ProblemDetails.Detail = context.HttpContext.RequestServices.GetRequiredService<IOptions<LearnMLOptions>>().Value.WithoutFolders(Reason(known));
                SayWhen(context.HttpContext, known);
            }
            else if (context.ProblemDetails.Status == StatusCodes.Status404NotFound)
            {
                context.ProblemDetails.Detail ??= $"There is nothing at {context.HttpContext.Request.Path}; /swagger names the routes, and ids are as the lists give them.";
            }
            else if (context.ProblemDetails.Status == StatusCodes.Status415UnsupportedMediaType)
            {
                context.ProblemDetails.Detail ??= $"The content type {context.HttpContext.Request.ContentType} is not one that this route reads; /swagger names those.";
            }
        })
        .AddExceptionHandler<KnownProblemLog>()
        .AddSingleton<IProblemDetailsWriter, UnaskedProblemWriter>();

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => Known(exception) ?? StatusCodes.Status500InternalServerError,
            SuppressDiagnosticsCallback = context => Known(context.Exception) is not null,
        });
        app.UseStatusCodePages();
    }

    /// <summary>The status of an exception that is no failure of the code; null for any other.</summary>
    internal static int? Known(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        ConnectionResetException or ConnectionAbortedException or { InnerException: ConnectionResetException or ConnectionAbortedException } => StatusCodes.Status499ClientClosedRequest,
        _ when DatabaseFailure.IsAway(exception) => StatusCodes.Status503ServiceUnavailable,
        _ when DatabaseFailure.IsUnfitText(exception) => StatusCodes.Status400BadRequest,
        DatasetUnavailableException or OutOfDeviceMemoryException or CheckpointException => StatusCodes.Status503ServiceUnavailable,
        _ => null,
    };
}
