using LearnML.Api.Hosting;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LearnML.Api.Tests.Models.Serving;

/// <summary>The resolver loads a new version of a model that had no requests for an hour.</summary>
public sealed class ModelResolverTests(TrainedModelFixture fixture) : IClassFixture<TrainedModelFixture>
{
    [Fact]
    public async Task New_version_is_loaded_before_the_next_request()
    {
        var (cancellationToken, name) = (Deadline.Token(), new ModelReference(fixture.Job.Model));
        var time = new FakeTimeProvider();
        var cache = new ServedModelCache(Options.Create(new LearnMLOptions { Data = fixture.Data.Path }), TestMeters.Serving);
        var contexts = new DelegateContextFactory(() => new SqliteContext(
            new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={fixture.Data["learnml.db"]};Pooling=False").Options));
        var store = new ModelStore(contexts, time, NullLogger<ModelStore>.Instance);
        using var served = new ModelResolver(store, cache, time, NullLogger<ModelResolver>.Instance);
        await served.ResolveAsync(name, cancellationToken);
        await served.StartAsync(cancellationToken);

        time.Advance(TimeSpan.FromHours(1));
        var job = await fixture.Service.RunJobAsync(SampleSpecs.Quick with { Model = name.Name });
        var version = await fixture.Service.GetAsync<ModelVersion>($"/api/models/{name.Name}/versions/{job.Version}");
        await Deadline.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return cache.Contains(version);
        });
        await Deadline.UntilAsync(async () => (await served.ResolveAsync(name, cancellationToken))!.Value.Version.Version, served => served == 2);

        await served.StopAsync(cancellationToken);
    }
}
