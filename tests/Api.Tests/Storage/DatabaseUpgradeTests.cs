using System.Net;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LearnML.Api.Tests.Storage;

/// <summary>A database of an older version is upgraded and keeps its rows.</summary>
public sealed class DatabaseUpgradeTests
{
    [Fact]
    public async Task Upgrade_keeps_the_jobs_and_models_of_an_older_schema()
    {
        using var data = new TemporaryFolder();
        Job job;
        IReadOnlyList<int> image;
        string metrics;
        PredictionResponse predicted;
        await using (var service = await Service.StartAsync(data))
        {
            job = await service.RunJobAsync(SampleSpecs.Quick);
            image = (await TestImages.TakeAsync(service, 1))[0].Pixels!;
            metrics = (await service.GetAsync($"/api/jobs/{job.Id}/metrics")).Body;
            predicted = await service.PredictAsync(job.Model, image);
        }

        await using (var context = new SqliteContext(
            new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={data["learnml.db"]};Pooling=False").Options))
        {
            await context.GetService<IMigrator>().MigrateAsync("20261123122804_Tables", TestContext.Current.CancellationToken);
        }

        var checkpoint = Assert.Single(Directory.GetDirectories(data["checkpoints", job.Id.ToString()]));
        Directory.Move(checkpoint, checkpoint[..checkpoint.LastIndexOf('-')]);

        await using var upgraded = await Service.StartAsync(data);

        var before = await upgraded.GetJobAsync(job.Id);
        Assert.Equal((job.EndedAt, null), (before.EndedAt, before.Best));
        Assert.Empty(await upgraded.GetLogAsync(job.Id));
        Assert.Equal(job.Id, Assert.Single((await upgraded.GetAsync<Page<Job>>("/api/jobs?filter=dataset:glyphs")).Items).Id);
        Assert.Equal(metrics, (await upgraded.GetAsync($"/api/jobs/{job.Id}/metrics")).Body);
        Assert.Equal(predicted.Predictions[0].Probabilities, (await upgraded.PredictAsync(job.Model, image)).Predictions[0].Probabilities);
        var after = await upgraded.RunJobAsync(SampleSpecs.Quick);
        Assert.Equal((JobState.Succeeded, job.Best), (after.State, after.Best));
        Assert.NotEmpty(await upgraded.GetLogAsync(after.Id));
        Assert.Equal(HttpStatusCode.OK, (await upgraded.GetAsync($"/api/models/{job.Model}/versions/2")).Status);
    }
}
