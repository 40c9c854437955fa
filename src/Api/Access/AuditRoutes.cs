using System.ComponentModel;
using LearnML.Api.Problems;
using LearnML.Api.Requests;
using LearnML.Api.Swagger;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Access;

internal static class AuditRoutes
{
    private const int MaximumPage = 1000;

    // The queue's dashboard asks for its figures by a POST every two seconds.
    private const string QueuePolls = "/hangfire/stats";

    public static void MapAudit(this WebApplication app) => app.MapGet("/api/audit", Read).WithTags("Access").For(Scope.Admin)
        .WithSummary("Read the audit log: who changed what").WithDescription("Every request that was let in to change something, predictions aside, the oldest first.").Problems(400, 503);

    /// <summary>Keeps the audit log. Behind the doors: who comes here is known, or was refused.</summary>
    public static void UseAudit(this WebApplication app)
    {
        var audit = app.Services.GetRequiredService<AuditLog>();
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception exception)
            {
                // What had been done by then stays done: a client that hangs up early is told of all the same.
                await KeepAsync(audit, context, ProblemSetup.Known(exception)
                    ?? (context.RequestAborted.IsCancellationRequested ? StatusCodes.Status499ClientClosedRequest : StatusCodes.Status500InternalServerError));
                throw;
            }

            await KeepAsync(audit, context, context.Response.StatusCode);
        });
    }

    private static async Task KeepAsync(AuditLog audit, HttpContext context, int status)
    {
        var scope = context.GetEndpoint()?.Metadata.GetMetadata<ScopeMetadata>();
        if (status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
        {
            audit.Refused(context, status);
        }
        else if (scope is { Scope: null or Scope.Train or Scope.Admin } && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && status != StatusCodes.Status429TooManyRequests // Who asks too often changes nothing, and is to fill no database.
            && !context.Request.Path.Equals(QueuePolls, StringComparison.OrdinalIgnoreCase) && Callers.Of(context.User) is { } caller)
        {
            await audit.AddAsync(context, caller.Name, status);
        }
    }

    private static async Task<Results<Ok<IReadOnlyList<AuditEntry>>, ValidationProblem>> Read(
        AuditLog audit,
        CancellationToken cancellation,
        [Description("The last sequence number that is known already.")] long after = 0,
        [Description("Lines to return at most, 1 to 1000.")] int take = 100)
    {
        var errors = new FieldErrors();
        errors.Require(take is >= 1 and <= MaximumPage, "take", $"must be 1 to {MaximumPage}");
        return errors.None ? TypedResults.Ok(await audit.ReadAsync(after, take, cancellation)) : TypedResults.ValidationProblem(errors.ToDictionary());
    }
}
