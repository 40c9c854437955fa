using System.Security.Claims;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LearnML.Api.Jobs.Routes;

/// <summary>What the handlers of all requests about one job need.</summary>
/// <param name="Id">The id in the path.</param>
/// <param name="User">The caller.</param>
/// <param name="Jobs">The stored jobs.</param>
/// <param name="CancellationToken">Cancelled if the client disconnects.</param>
internal sealed record JobRequest(Guid Id, ClaimsPrincipal User, JobStore Jobs, CancellationToken CancellationToken)
{
    /// <summary>Returns the job; null if it does not exist.</summary>
    public Task<Job?> FindAsync() => Jobs.FindAsync(Id, CancellationToken);

    /// <summary>Answers with the job, or with 404 if it does not exist.</summary>
    public async Task<Results<TResult, ProblemHttpResult>> WhenFoundAsync<TResult>(Func<Job, Task<Results<TResult, ProblemHttpResult>>> answer)
        where TResult : IResult =>
        await FindAsync() is { } job ? await answer(job) : JobProblems.NotFound(Id);

    /// <summary>Answers with the job, with 404 if it does not exist, or with 403 if the caller may not change it.</summary>
    public Task<Results<TResult, ProblemHttpResult>> WhenAllowedAsync<TResult>(Func<Job, Task<Results<TResult, ProblemHttpResult>>> answer)
        where TResult : IResult =>
        WhenFoundAsync<TResult>(async job => MayChange(job) ? await answer(job) : JobProblems.Forbidden(job));

    /// <summary>Whether the caller posted the job or has the scope admin.</summary>
    public bool MayChange(Job job) => job.StartedBy == CallerClaims.GetName(User) || CallerClaims.HasScope(User, Scope.Admin);
}
