using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access;

/// <summary>Who may end, resume and delete whose jobs.</summary>
[Collection(GuardedCollection.Name)]
public sealed class OwnershipTests(GuardedService guarded)
{
    [Fact]
    public async Task Another_keys_job_can_be_seen_and_not_touched()
    {
        var other = guarded.Guest((await guarded.NewKeyAsync(Scope.Train)).Secret);
        var job = await guarded.Trainer.StartJobAsync(SampleSpecs.Endless);
        Assert.Equal((await guarded.Trainer.Client.Access.GetCallerAsync(TestContext.Current.CancellationToken))!.Name, job.StartedBy);
        Assert.Equal(job.Id, (await other.JobAsync(job.Id)).Id);

        foreach (var action in new[] { "stop", "cancel", "resume" })
        {
            var problem = (await other.PostAsync($"/api/jobs/{job.Id}/{action}")).ShouldBeProblem(HttpStatusCode.Forbidden);
            Assert.Contains($"posted by '{job.StartedBy}'", problem.Detail, StringComparison.Ordinal);
        }

        (await other.DeleteAsync($"/api/jobs/{job.Id}")).ShouldBeProblem(HttpStatusCode.Forbidden);
        Assert.Contains((await guarded.Trainer.JobAsync(job.Id)).State, new[] { JobState.Queued, JobState.Running });

        Assert.Equal(HttpStatusCode.Accepted, (await guarded.Trainer.PostAsync($"/api/jobs/{job.Id}/cancel")).Status);
        await guarded.Trainer.EndAsync(job.Id);
        Assert.Equal(HttpStatusCode.NoContent, (await guarded.Trainer.DeleteAsync($"/api/jobs/{job.Id}")).Status);
    }

    [Fact]
    public async Task An_administrator_may_end_anybodys_job()
    {
        var job = await guarded.Trainer.StartJobAsync(SampleSpecs.Endless);

        Assert.Equal(HttpStatusCode.Accepted, (await guarded.Admin.PostAsync($"/api/jobs/{job.Id}/cancel")).Status);
        Assert.Equal(JobState.Cancelled, (await guarded.Admin.EndAsync(job.Id)).State);
    }
}
