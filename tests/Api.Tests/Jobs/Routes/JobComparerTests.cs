using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Routes;

public sealed class JobComparerTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Comparison_has_differences_curves_and_scores()
    {
        var plain = await service.RunJobAsync(SampleSpecs.Quick with { Model = "plain" });
        var dropout = await service.RunJobAsync(
            SampleSpecs.Quick with { Model = "dropout", Network = SampleSpecs.Quick.Network with { Dropout = [0.5] } });

        var comparison = await service.GetAsync<JobComparison>($"/api/jobs/compare?ids={plain.Id},{dropout.Id}");

        Assert.Equal(["model", "network.dropout"], comparison.Differences.Select(difference => difference.Path));
        Assert.Equal(["[]", "[0.5]"], comparison.Differences[1].Values.Select(value => value!.Value.GetRawText()));
        Assert.Equal([plain.Id, dropout.Id], comparison.Jobs.Select(job => job.Id));
        foreach (var job in comparison.Jobs)
        {
            var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
            Assert.Equal((report.Epoch, report.Validation, report.Test), (job.Epoch, job.Validation, job.Test));
            Assert.Equal((await service.GetMetricsAsync(job.Id)).Select(epoch => (epoch.Epoch, epoch.Train, epoch.Validation)),
                job.Curve.Select(point => (point.Epoch, point.Train, point.Validation)));
        }
    }

    [Fact]
    public async Task Comparison_rejects_invalid_ids()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        Assert.Contains("must be 2 to 20", (await service.GetAsync($"/api/jobs/compare?ids={job.Id}"))
            .ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("ids"), StringComparison.Ordinal);
        Assert.Contains("'x' is not a job id", (await service.GetAsync($"/api/jobs/compare?ids={job.Id},x"))
            .ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("ids"), StringComparison.Ordinal);
        Assert.Contains("must all be different", (await service.GetAsync($"/api/jobs/compare?ids={job.Id},{job.Id}"))
            .ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("ids"), StringComparison.Ordinal);
        (await service.GetAsync($"/api/jobs/compare?ids={job.Id},{Guid.NewGuid()}")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.GetAsync("/api/jobs/compare")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }
}
