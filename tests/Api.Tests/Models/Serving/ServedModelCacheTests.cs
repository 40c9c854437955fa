using System.Text.Json.Nodes;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Serving;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models.Transfer;
using LearnML.Contracts;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Models.Serving;

/// <summary>The cache of models is limited in bytes.</summary>
public sealed class ServedModelCacheTests(TrainedModelFixture fixture) : IClassFixture<TrainedModelFixture>
{
    [Fact]
    public async Task Concurrent_requests_load_a_model_once()
    {
        var version = await GetVersionAsync(fixture.Job);
        var cache = CreateCache(long.MaxValue);
        using var barrier = new Barrier(8);

        var models = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return cache.GetOrLoad(version);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(models.Distinct());
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public async Task Cache_evicts_the_least_recently_used_model_which_can_still_predict()
    {
        var first = await GetVersionAsync(fixture.Job);
        var second = await GetVersionAsync(await fixture.Service.RunJobAsync(SampleSpecs.Quick));
        var third = await GetVersionAsync(await fixture.Service.RunJobAsync(SampleSpecs.Quick));
        var cache = CreateCache(sizeof(float) * first.Parameters * 2);

        var inUse = cache.GetOrLoad(first);
        var cached = cache.GetOrLoad(second);
        cache.GetOrLoad(third);

        Assert.Equal(2, cache.Count);
        Assert.Same(cached, cache.GetOrLoad(second));
        Assert.Equal(10, (await inUse.RunAsync(new float[784], TestContext.Current.CancellationToken)).Length);
        Assert.NotSame(inUse, cache.GetOrLoad(first));
    }

    [Fact]
    public async Task Model_larger_than_the_cache_is_cached_alone()
    {
        var cache = CreateCache(bytes: 0);
        var version = await GetVersionAsync(fixture.Job);

        Assert.Same(cache.GetOrLoad(version), cache.GetOrLoad(version));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public async Task Evicted_models_are_collected()
    {
        const int Hidden = 6000;
        var (first, second) = (await ImportAsync("large", Hidden), await ImportAsync("also-large", Hidden));
        var cache = CreateCache(bytes: 0);
        var turns = Enumerable.Range(
            0, 3).Select(_ => (new WeakReference(cache.GetOrLoad(first)), new WeakReference(cache.GetOrLoad(second)))).ToList();

        await Deadline.UntilAsync(() => !turns[0].Item1.IsAlive);
    }

    /// <summary>Imports a version of the trained model with another number of hidden units and all weights 0.</summary>
    private async Task<ModelVersion> ImportAsync(string name, int hidden)
    {
        var file = new SafetensorsModelFile((await fixture.Service.DownloadAsync($"/api/models/{fixture.Job.Model}/versions/1/download")).File)
            .With("spec.network.hidden", $"[{hidden}]");
        var end = 0;
        foreach (var (path, shape) in new (string, int[])[]
        {
            ("0.weight", [hidden, 784]),
            ("0.bias", [hidden]),
            ("2.weight", [10, hidden]),
            ("2.bias", [10]),
        })
        {
            var (begin, dimensions) = (end, shape.Select(dimension => (JsonNode)dimension).ToArray());
            end += sizeof(float) * shape.Aggregate((product, dimension) => product * dimension);
            file.Header[path] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray(dimensions),
                ["data_offsets"] = new JsonArray(begin, end),
            };
        }

        file.Data = new byte[end];
        return (await fixture.Service.ImportAsync(file.ToBytes(), ("name", name))).Read<ModelVersion>();
    }

    private ServedModelCache CreateCache(long bytes) =>
        new(Options.Create(new LearnMLOptions { Data = fixture.Data.Path, ModelCacheBytes = bytes }), TestMeters.Serving);

    private Task<ModelVersion> GetVersionAsync(Job job) => fixture.Service.GetAsync<ModelVersion>($"/api/models/{job.Model}/versions/{job.Version}");
}
