using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.LiveMetrics;

public sealed class UnresponsiveClientTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Clients_that_read_nothing_do_not_slow_training_or_other_watchers()
    {
        var spec = SampleSpecs.Quick with { Training = SampleSpecs.Quick.Training with { Epochs = 40 } };
        await service.RunJobAsync(spec);
        var alone = GetSeconds(await service.RunJobAsync(spec));

        var before = await service.RunJobAsync(spec);
        using var first = await UnresponsiveClient.ConnectAsync(service, before.Id);
        using var second = await UnresponsiveClient.ConnectAsync(service, before.Id);
        var cancellationToken = Deadline.Token();
        var id = (await service.StartJobAsync(spec)).Id;
        using var third = await UnresponsiveClient.ConnectAsync(service, id);
        var watched = await service.Client.Jobs.WatchAsync(id, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        var job = await service.WaitForEndAsync(id);

        Assert.Equal(JobState.Succeeded, job.State);
        Assert.Equal(40, watched.Count);
        Assert.InRange(GetSeconds(job), 0, 6 + (2 * alone));
    }

    private static double GetSeconds(Job job) => (job.EndedAt!.Value - job.StartedAt!.Value).TotalSeconds;
}
