using System.Diagnostics;
using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Storage;

/// <summary>A large network is saved and resumed while the service answers, and takes little more memory than its training.</summary>
public sealed class LargeCheckpointTests : IDisposable
{
    // While it trains: weights, gradients, two moments of Adam, the best weights, and the results of operations on the largest layer.
    private const int CopiesInTraining = 7;
    private const int AddedCopies = 2;
    private const double OtherMegabytes = 500;

    // An epoch is one step.
    private static readonly string Csv = "a,b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(row => $"{row},{row * row % 7},{row % 5}.5\n"));

    private static readonly int Width = LongRuns.Choose(normal: 2048, whenLong: 8192);

    // The short form runs beside other tests, which may hold the processors for seconds.
    private static readonly TimeSpan MaximumTime = LongRuns.Choose(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5));

    private readonly TemporaryFolder data = new();
    private TimeSpan longest;

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Service_answers_while_a_large_checkpoint_is_written_and_resumed()
    {
        var weights = (double)Width * Width * sizeof(float) / 1e6;
        Guid id;
        double firstPeak;
        await using (var first = await StartAsync())
        {
            await first.UploadAsync(Csv, ("name", "few-rows"), ("target", "y"));
            id = (await first.StartJobAsync(new JobSpec
            {
                Dataset = "few-rows",
                Network = new NetworkSpec { Hidden = [Width, Width] },
                Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam },
                Training = new TrainingSpec { Epochs = 20, Device = "cpu" },
            })).Id;
            var latest = await WaitAsync(first, id, job => job.Epoch >= 3 && FindLatest(id) is not null);
            Assert.Equal(JobState.Running, latest.State);
            Assert.InRange(latest.Progress, 0.01, 0.99);
            firstPeak = GetPeakMegabytes(first);
            await first.Process.KillAsync();
        }

        Assert.True(FindLatest(id)!.Length / 1e6 > 3 * weights, "The checkpoint does not hold the moments of the optimizer.");
        await using var second = await StartAsync();
        var ended = await WaitAsync(second, id, job => job.EndedAt is not null);

        Assert.True(ended.State == JobState.Succeeded, ended.Error);
        Assert.Contains(await second.GetLogAsync(id), line => line.Message.StartsWith("Training resumed", StringComparison.Ordinal));
        var secondPeak = GetPeakMegabytes(second);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{weights:f0} MB of weights: peaks of {firstPeak:f0} and {secondPeak:f0} MB, {longest.TotalMilliseconds:f0} ms at most for an answer"));
        Assert.InRange(Math.Max(firstPeak, secondPeak), 0, ((CopiesInTraining + AddedCopies) * weights) + OtherMegabytes);
        Assert.InRange(longest, TimeSpan.Zero, MaximumTime);
    }

    private Task<Service> StartAsync() => Service.StartProcessAsync(data, null, "--LearnML:CheckpointSeconds=1");

    private FileInfo? FindLatest(Guid id) => Directory.Exists(Path.Combine(data.Path, "checkpoints", id.ToString()))
        ? new DirectoryInfo(Path.Combine(data.Path, "checkpoints", id.ToString())).EnumerateFiles("latest*", SearchOption.AllDirectories)
            .FirstOrDefault()
        : null;

    /// <summary>Polls the service, and measures how long the answers take.</summary>
    private async Task<Job> WaitAsync(Service service, Guid id, Predicate<Job> isDone) => await Deadline.UntilAsync(
        async () =>
        {
            var start = Stopwatch.GetTimestamp();
            var job = await service.GetJobAsync(id);
            Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health/live")).Status);
            Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/api/jobs")).Status);
            var time = Stopwatch.GetElapsedTime(start);
            longest = time > longest ? time : longest;
            return job;
        },
        isDone,
        LongRuns.Choose(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)));

    private static double GetPeakMegabytes(Service service)
    {
        using var process = Process.GetProcessById(service.Process.Id);
        return process.PeakWorkingSet64 / 1e6;
    }
}
