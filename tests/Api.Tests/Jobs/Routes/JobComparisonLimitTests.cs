using System.Net;
using LearnML.Api.Requests;
using LearnML.Api.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LearnML.Api.Tests.Jobs.Routes;

/// <summary>A comparison counts towards the memory of all requests.</summary>
public sealed class JobComparisonLimitTests
{
    [Fact]
    public async Task Comparison_beyond_the_memory_of_all_requests_is_refused()
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data);
        var (first, second) = (await service.RunJobAsync(SampleSpecs.Quick), await service.RunJobAsync(SampleSpecs.Quick));
        var memory = service.Services.GetRequiredService<RequestMemory>();
        var path = $"/api/jobs/compare?ids={first.Id},{second.Id}";

        memory.Reserve(memory.MaximumBytes);
        var refused = await service.GetAsync(path);
        memory.Release(memory.MaximumBytes);

        refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync(path)).Status);
        await Deadline.UntilAsync(() => memory.ReservedBytes == 0);
    }
}
