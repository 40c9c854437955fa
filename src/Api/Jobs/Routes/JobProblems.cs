using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs.Routes;

/// <summary>The problems that requests about a job are answered with.</summary>
internal static class JobProblems
{
    public static ProblemHttpResult NotFound(Guid id) =>
        TypedResults.Problem($"There is no job '{id}'. GET /api/jobs lists the jobs.", statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult Forbidden(Job job) => TypedResults.Problem(
        $"The job was posted by '{job.StartedBy}'. Only that caller, or one with the scope admin, may change, stop, cancel, resume or delete it.",
        statusCode: StatusCodes.Status403Forbidden);

    public static ProblemHttpResult Conflict(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);
}
