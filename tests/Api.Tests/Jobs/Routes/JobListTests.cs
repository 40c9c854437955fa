using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Routes;

[Collection(JobServiceCollection.Name)]
public sealed class JobListTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Jobs_are_listed_newest_first_or_oldest_first()
    {
        var (model, ids) = await CreateThreeJobsAsync();

        Assert.Equal(ids.Reverse(), (await ListAsync($"model={model}")).Items.Select(job => job.Id));
        Assert.Equal(ids, (await ListAsync($"model={model}&oldestFirst=true")).Items.Select(job => job.Id));
    }

    [Fact]
    public async Task Page_has_a_part_of_the_list_and_the_total()
    {
        var (model, ids) = await CreateThreeJobsAsync();

        var page = await ListAsync($"model={model}&oldestFirst=true&skip=1&take=1");
        var emptyPage = await ListAsync($"model={model}&skip=3");

        Assert.Equal([ids[1]], page.Items.Select(job => job.Id));
        Assert.Equal((3, 1), (page.Total, page.Skip));
        Assert.Empty(emptyPage.Items);
        Assert.Equal((3, 3), (emptyPage.Total, emptyPage.Skip));
    }

    [Fact]
    public async Task Jobs_can_be_filtered_by_state_and_dataset()
    {
        var (model, ids) = await CreateThreeJobsAsync();

        Assert.Equal([ids[2]], (await ListAsync($"model={model}&state=cancelled")).Items.Select(job => job.Id));
        Assert.Equal(2, (await ListAsync($"model={model}&state=succeeded&dataset=glyphs")).Total);
        Assert.Equal(0, (await ListAsync($"model={model}&dataset=fashion-mnist")).Total);
        Assert.Equal(0, (await ListAsync($"model={model}&state=interrupted")).Total);
    }

    [Fact]
    public async Task Metrics_can_be_read_after_a_sequence_number()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        Assert.Equal([1L, 2, 3], (await service.GetMetricsAsync(job.Id)).Select(metrics => metrics.Sequence));
        Assert.Equal([3L], (await service.GetMetricsAsync(job.Id, after: 2)).Select(metrics => metrics.Sequence));
        Assert.Empty(await service.GetMetricsAsync(job.Id, after: 3));
    }

    [Theory]
    [InlineData(1, new[] { 1L, 3 })]
    [InlineData(2, new[] { 1L, 3 })]
    [InlineData(3, new[] { 1L, 2, 3 })]
    public async Task Metrics_of_a_long_training_can_be_read_as_evenly_spaced_points(int points, long[] sequences)
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        var chosen = await service.Client.Jobs.GetMetricsAsync(
            job.Id, layers: false, points: points, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(sequences, chosen.Select(metrics => metrics.Sequence));
        (await service.GetAsync($"/api/jobs/{job.Id}/metrics?points=0")).ShouldBeProblem(System.Net.HttpStatusCode.BadRequest).GetErrors("points");
    }

    [Fact]
    public async Task Metrics_of_an_epoch_have_all_curve_values()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        var metrics = await service.GetMetricsAsync(job.Id);

        Assert.All(metrics, epoch =>
        {
            Assert.Equal((job.Id, 0.1), (epoch.JobId, epoch.LearningRate));
            Assert.True(epoch.ElapsedSeconds > 0 && epoch.GradientNorm > 0 && epoch.Train.Loss > 0 && epoch.Validation!.Loss > 0);
            Assert.InRange(epoch.Train.Accuracy!.Value, 0, 1);
            Assert.InRange(epoch.Validation.Accuracy!.Value, 0, 1);
        });
        Assert.Equal(metrics.OrderBy(epoch => epoch.ElapsedSeconds), metrics);
    }

    [Fact]
    public async Task Last_day_of_the_calendar_is_a_day()
    {
        var (model, _) = await CreateThreeJobsAsync();

        Assert.Equal(3, (await ListAsync($"model={model}&filter=created<=9999-12-31")).Total);
        Assert.Equal(0, (await ListAsync($"model={model}&filter=created>9999-12-31")).Total);
        Assert.Equal(3, (await ListAsync($"model={model}&filter=created<=9999-12-31T23:59:59.9999999Z")).Total);
    }

    [Theory]
    [InlineData("filter=network.hidden:[64", "filter", "has a list without its end at character 16: [64")]
    [InlineData("sort=tags", "sort", "filter by a tag, such as filter=tags:baseline")]
    [InlineData("sort=-network.hidden", "sort", "a list, which has no order; filter by it, such as filter=network.hidden:[64,32]")]
    public async Task Error_says_what_to_do(string query, string field, string reason) => Assert.Contains(
        reason, (await service.GetAsync("/api/jobs?" + query)).ShouldBeProblem(System.Net.HttpStatusCode.BadRequest).GetErrors(field),
        StringComparison.Ordinal);

    // Kestrel would answer 414 without a body from 8 kB on.
    [Fact]
    public async Task Long_filter_is_refused_with_a_reason()
    {
        var answer = await service.GetAsync("/api/jobs?filter=" + new string('a', 10_000));

        Assert.Equal("must be at most 1,000 characters long, and has 10,000; leave out conditions, or use the other parameters",
            answer.ShouldBeProblem(System.Net.HttpStatusCode.BadRequest).GetErrors("filter"));
    }

    private Task<Page<Job>> ListAsync(string query) => service.GetAsync<Page<Job>>("/api/jobs?" + query);

    /// <summary>Creates two jobs that succeed, then one that is cancelled.</summary>
    private async Task<(string Model, Guid[] Ids)> CreateThreeJobsAsync()
    {
        var spec = SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() };
        var first = await service.RunJobAsync(spec);
        var second = await service.RunJobAsync(spec);
        await using var third = await BusyDevice.StartAsync(service, SampleSpecs.Endless with { Model = spec.Model });
        await service.PostAsync($"/api/jobs/{third.JobId}/cancel");
        return (spec.Model, [first.Id, second.Id, third.JobId]);
    }
}
