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

    // Every two seconds Hangfire's dashboard reads its statistics with a POST.
    private const string QueuePolls = "/hangfire/stats";

    public static void MapAudit(this WebApplication app) => app.MapGet("/api/audit", Read).WithTags("Access").For(Scope.Admin)
        .WithSummary("Read the audit log: who changed what")
        .WithDescription("Every authorized request that changes something, except predictions, oldest first.").Problems(400, 503);

    /// <summary>Adds a middleware that records each request after it has ended, when its caller and status are known.</summary>
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
                // The request may have changed something before it failed or its client disconnected.
                await KeepAsync(audit, context, ProblemSetup.Known(exception)
                    ?? (context.RequestAborted.IsCancellationRequested
                        ? StatusCodes.Status499ClientClosedRequest
                        : StatusCodes.Status500InternalServerError));
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
        else if (scope is { Scope: null or Scope.Train or Scope.Admin }
            && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && status != StatusCodes.Status429TooManyRequests // A rate-limited request changes nothing, and must not fill the database.
            && !context.Request.Path.Equals(QueuePolls, StringComparison.OrdinalIgnoreCase) && Callers.Of(context.User) is { } caller)
        {
            await audit.AddAsync(context, caller.Name, status);
        }
    }

    private static async Task<Results<Ok<IReadOnlyList<AuditEntry>>, ValidationProblem>> Read(
        AuditLog audit,
        CancellationToken cancellation,
        [Description("The last sequence number that the caller already has.")] long after = 0,
        [Description("The maximum number of lines to return, 1 to 1000.")] int take = 100)
    {
        var errors = new FieldErrors();
        errors.Require(take is >= 1 and <= MaximumPage, "take", $"must be 1 to {MaximumPage}");
        return errors.None
            ? TypedResults.Ok(await audit.ReadAsync(after, take, cancellation))
            : TypedResults.ValidationProblem(errors.ToDictionary());
    }
}
