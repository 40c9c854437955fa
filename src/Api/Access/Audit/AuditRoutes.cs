using System.ComponentModel;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Documentation;
using LearnML.Api.Problems;
using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Access.Audit;

internal static class AuditRoutes
{
    private const int MaximumPageSize = 1000;

    // Every two seconds Hangfire's dashboard reads its statistics with a POST.
    private const string QueueDashboardStatisticsPath = "/hangfire/stats";

    public static void MapAudit(this WebApplication app) => app.MapGet("/api/audit", Read).WithTags("Access").RequireScope(Scope.Admin)
        .WithSummary("Read the audit log: who changed what")
        .WithDescription("Every authorized request that changes something, except predictions, oldest first.").ProducesProblems(400, 503);

    /// <summary>Adds a middleware that records each request after it has ended, when its caller and status are known.</summary>
    public static void UseAuditLog(this WebApplication app)
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
                await RecordAsync(audit, context, ProblemSetup.GetStatusCode(exception)
                    ?? (context.RequestAborted.IsCancellationRequested
                        ? StatusCodes.Status499ClientClosedRequest
                        : StatusCodes.Status500InternalServerError));
                throw;
            }

            await RecordAsync(audit, context, context.Response.StatusCode);
        });
    }

    private static async Task RecordAsync(AuditLog audit, HttpContext context, int status)
    {
        var scope = context.GetEndpoint()?.Metadata.GetMetadata<ScopeMetadata>();
        if (status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
        {
            audit.LogRefused(context, status);
        }
        else if (scope is { Scope: null or Scope.Train or Scope.Admin }
            && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && status != StatusCodes.Status429TooManyRequests // A rate-limited request changes nothing, and must not fill the database.
            && !context.Request.Path.Equals(QueueDashboardStatisticsPath, StringComparison.OrdinalIgnoreCase)
            && CallerClaims.GetCaller(context.User) is { } caller)
        {
            await audit.AddAsync(context, caller.Name, status);
        }
    }

    private static async Task<Results<Ok<IReadOnlyList<AuditEntry>>, ValidationProblem>> Read(
        AuditLog audit,
        CancellationToken cancellationToken,
        [Description("The last sequence number that the caller already has.")] long after = 0,
        [Description("The maximum number of lines to return, 1 to 1000.")] int take = 100)
    {
        var errors = new FieldErrors();
        errors.Require(take is >= 1 and <= MaximumPageSize, "take", $"must be 1 to {MaximumPageSize}");
        return errors.IsEmpty
            ? TypedResults.Ok(await audit.ReadAsync(after, take, cancellationToken))
            : TypedResults.ValidationProblem(errors.ToDictionary());
    }
}
