using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Access;

/// <summary>A caller can end, resume and delete only its own jobs. An administrator can do so with all jobs.</summary>
[Collection(SecuredServiceCollection.Name)]
public sealed class JobOwnershipTests(SecuredServiceFixture fixture)
{
    [Fact]
    public async Task Caller_can_see_but_not_change_the_job_of_another_caller()
    {
        var otherCaller = fixture.CreateClient((await fixture.CreateKeyAsync(Scope.Train)).Secret);
        var job = await fixture.Trainer.StartJobAsync(SampleSpecs.Endless);
        Assert.Equal((await fixture.Trainer.Client.Access.GetCallerAsync(TestContext.Current.CancellationToken))!.Name, job.StartedBy);
        Assert.Equal(job.Id, (await otherCaller.GetJobAsync(job.Id)).Id);

        foreach (var action in new[] { "stop", "cancel", "resume" })
        {
            var problem = (await otherCaller.PostAsync($"/api/jobs/{job.Id}/{action}")).ShouldBeProblem(HttpStatusCode.Forbidden);
            Assert.Contains($"posted by '{job.StartedBy}'", problem.Detail, StringComparison.Ordinal);
        }

        (await otherCaller.DeleteAsync($"/api/jobs/{job.Id}")).ShouldBeProblem(HttpStatusCode.Forbidden);
        (await otherCaller.SendJsonAsync(HttpMethod.Patch, $"/api/jobs/{job.Id}", "{}")).ShouldBeProblem(HttpStatusCode.Forbidden);
        Assert.Contains((await fixture.Trainer.GetJobAsync(job.Id)).State, new[] { JobState.Queued, JobState.Running });

        Assert.Equal(HttpStatusCode.Accepted, (await fixture.Trainer.PostAsync($"/api/jobs/{job.Id}/cancel")).Status);
        await fixture.Trainer.WaitForEndAsync(job.Id);
        Assert.Equal(HttpStatusCode.NoContent, (await fixture.Trainer.DeleteAsync($"/api/jobs/{job.Id}")).Status);
    }

    [Fact]
    public async Task Administrator_can_end_the_job_of_another_caller()
    {
        var job = await fixture.Trainer.StartJobAsync(SampleSpecs.Endless);

        Assert.Equal(HttpStatusCode.Accepted, (await fixture.Admin.PostAsync($"/api/jobs/{job.Id}/cancel")).Status);
        Assert.Equal(JobState.Cancelled, (await fixture.Admin.WaitForEndAsync(job.Id)).State);
    }
}
