using LearnML.Api.Serving;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models;
using LearnML.Contracts;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Serving;

/// <summary>Models in memory up to a number of bytes.</summary>
public sealed class ServedModelCacheTests(TrainedFixture fixture) : IClassFixture<TrainedFixture>
{
    [Fact]
    public async Task A_model_is_loaded_once_whoever_waits_for_it()
    {
        var version = await VersionAsync(fixture.Job);
        var cache = Cache(long.MaxValue);
        using var together = new Barrier(8);

        var models = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return cache.Get(version);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(models.Distinct());
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public async Task The_one_used_longest_ago_goes_and_one_in_use_lives_on()
    {
        var first = await VersionAsync(fixture.Job);
        var second = await VersionAsync(await fixture.Service.RunJobAsync(Specs.Quick));
        var third = await VersionAsync(await fixture.Service.RunJobAsync(Specs.Quick));
        var cache = Cache(sizeof(float) * first.Parameters * 2);

        var inUse = cache.Get(first);
        var kept = cache.Get(second);
        cache.Get(third);

        Assert.Equal(2, cache.Count);
        Assert.Same(kept, cache.Get(second));
        Assert.Equal(10, (await inUse.RunAsync(new float[784])).Length);
        Assert.NotSame(inUse, cache.Get(first));
    }

    [Fact]
    public async Task A_model_larger_than_the_cache_is_there_alone()
    {
        var cache = Cache(bytes: 0);
        var version = await VersionAsync(fixture.Job);

        Assert.Same(cache.Get(version), cache.Get(version));
        Assert.Equal(1, cache.Count);
    }

    private ServedModelCache Cache(long bytes) => new(Options.Create(new LearnMLOptions { Data = fixture.Data.Path, ModelCacheBytes = bytes }), Meters.Serving);

    private Task<ModelVersion> VersionAsync(Job job) => fixture.Service.GetAsync<ModelVersion>($"/api/models/{job.Model}/versions/{job.Version}");
}
