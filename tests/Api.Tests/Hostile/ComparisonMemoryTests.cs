using System.Diagnostics;
using System.Net;
using System.Text.Json;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Comparisons of long jobs with many layers take bounded memory and delay no other request.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class ComparisonMemoryTests(HostileClientFixture fixture)
{
    private const int JobCount = 20;
    private const int JobsWithLayers = 8;
    private const int LayerCount = 100;
    private const int EpochCount = 1_000;
    private const int RequestCount = 24;
    private const double MaximumAddedMegabytes = 600;

    /// <summary>The points of all curves together are limited, so those of 20 jobs are shorter.</summary>
    private const int MaximumPointsOfJob = 301;

    private static readonly TimeSpan MaximumDelay = TimeSpan.FromSeconds(5);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Comparisons_at_once_take_bounded_memory_and_delay_nobody()
    {
        var ids = await AddJobsAsync();
        var before = GetMegabytes();
        var (peak, slowest) = (before, TimeSpan.Zero);

        var comparing = Task.WhenAll(
            Enumerable.Range(0, RequestCount).Select(_ => service.GetAsync($"/api/jobs/compare?ids={string.Join(',', ids)}")));
        while (!comparing.IsCompleted)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health/live")).Status);
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(start).Ticks));
            peak = Math.Max(peak, GetMegabytes());
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var answers = await comparing;
        TestContext.Current.TestOutputHelper?.WriteLine(
            FormattableString.Invariant($"{before:f0} MB before, {peak:f0} MB at most, {slowest} for the slowest health check, ")
                + FormattableString.Invariant($"{answers[0].Body.Length / 1e6:f1} MB per answer"));
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, answer.Body));
        var comparison = answers.First(answer => answer.Status == HttpStatusCode.OK).Read<JobComparison>();
        Assert.Equal(ids, comparison.Jobs.Select(job => job.Id));
        Assert.All(comparison.Jobs, job => Assert.Equal((1, EpochCount), (job.Curve[0].Epoch, job.Curve[^1].Epoch)));
        Assert.All(comparison.Jobs, job => Assert.InRange(job.Curve.Count, MaximumPointsOfJob / 2, MaximumPointsOfJob));
        Assert.InRange(peak - before, double.NegativeInfinity, MaximumAddedMegabytes);
        Assert.InRange(slowest, TimeSpan.Zero, MaximumDelay);
    }

    /// <summary>Adds jobs whose epochs are 64 megabytes of JSON together.</summary>
    private async Task<Guid[]> AddJobsAsync()
    {
        await using var context = new SqliteContext(new DbContextOptionsBuilder<SqliteContext>()
            .UseSqlite($"Data Source={Path.Combine(fixture.Data, "learnml.db")};Pooling=False").Options);
        var ids = Enumerable.Range(0, JobCount).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var (index, id) in ids.Index())
        {
            context.Add(new JobRow
            {
                Id = id,
                State = JobState.Succeeded,
                Spec = SampleSpecs.Quick with { Model = $"compared-{index}" },
                Dataset = SampleSpecs.Quick.Dataset,
                Model = $"compared-{index}",
                Queue = "cpu",
                StartedBy = JobRow.LocalCaller,
                Epoch = EpochCount,
                LastSequence = EpochCount,
            });
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
            var epoch = JsonSerializer.Serialize(CreateEpoch(id, index < JobsWithLayers ? LayerCount : 0), WireFormat.Options);
            await context.Database.ExecuteSqlAsync(
                $"""
                WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {EpochCount})
                INSERT INTO "Metrics" ("JobId", "Sequence", "Metrics")
                SELECT {id}, number, json_set({epoch}, '$.sequence', number, '$.epoch', number) FROM numbers
                """,
                TestContext.Current.CancellationToken);
        }

        return ids;
    }

    private static EpochMetrics CreateEpoch(Guid jobId, int layers) => new()
    {
        Sequence = 1,
        JobId = jobId,
        Epoch = 1,
        ElapsedSeconds = 1.2345678,
        Train = new Metrics { Loss = 0.123456789012345, Accuracy = 0.987654321 },
        Validation = new Metrics { Loss = 0.123456789012345, Accuracy = 0.987654321 },
        LearningRate = 0.1,
        GradientNorm = 1.23456789,
        Layers = [.. Enumerable.Range(0, layers).Select(layer => new LayerMetrics($"{layer}", 0.123456, 1.2345678, 0.25, 12.345678, 0.001234))],
    };

    private double GetMegabytes()
    {
        using var process = Process.GetProcessById(service.Process.Id);
        return process.WorkingSet64 / 1e6;
    }
}
