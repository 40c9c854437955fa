using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Contracts;

namespace LearnML.Benchmarks.Serving;

/// <summary>
/// Sends three times the predictions that the service can handle. The model is large, so that the service is the bottleneck and not the
/// clients on the same machine.
/// </summary>
internal static class LoadTest
{
    private const int Width = 3072;
    private const int Inputs = 784;
    private const int Clients = 64;
    private const double HalfLoad = 0.5;
    private const double Overload = 3;
    private const double MaximumLatencyRatio = 2;
    private const double MaximumMemoryGrowth = 1.15;

    private static readonly TimeSpan ShortDuration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongDuration = TimeSpan.FromMinutes(2);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            using var service = new ServiceProcess(folder.FullName);
            var spec = new JobSpec
            {
                Dataset = "glyphs",
                Model = "wide",
                Network = new NetworkSpec { Hidden = [Width, Width] },
                Training = new TrainingSpec { Epochs = 1, BatchSize = 512 },
            };
            await service.RunJobAsync(spec);
            using var load = new OpenLoopLoad(new Uri(service.Http.BaseAddress!, "/api/models/wide/predict"), Body());
            await load.MeasureCapacityAsync(Clients, ShortDuration);
            var capacity = await load.MeasureCapacityAsync(Clients, ShortDuration);
            Console.WriteLine(FormattableString.Invariant(
                $"load: {Inputs}-{Width}-{Width}-10, one image per request; capacity {capacity:n0} requests/s with {Clients} clients"));

            var before = ProcessResources.Read(service.Id);
            var normal = await load.RunAsync(HalfLoad * capacity, ShortDuration);
            Console.WriteLine($"half load for {ShortDuration.TotalSeconds} s              {normal}");
            var maximum = before;
            var overload = await load.RunAsync(Overload * capacity, LongDuration,
                _ => maximum = ProcessResources.Read(service.Id) is var now && now.Megabytes > maximum.Megabytes ? now : maximum);
            Console.WriteLine($"three times the capacity for {LongDuration.TotalSeconds} s {overload}");

            var (clock, recoveryTime, latencyLimit) = (Stopwatch.StartNew(),
                TimeSpan.MaxValue, MaximumLatencyRatio * LoadResult.Percentile(normal.Accepted, 0.99));
            var after = await load.RunAsync(HalfLoad * capacity, ShortDuration, second =>
            {
                if (second.Refused.Count == 0 && LoadResult.Percentile(second.Accepted, 0.99) < latencyLimit && recoveryTime == TimeSpan.MaxValue)
                {
                    recoveryTime = clock.Elapsed;
                }
            });
            Console.WriteLine($"half load again                 {after}");
            Console.WriteLine($"recovered (no refusals for a second, p99 below twice the half load), s   "
                + $"{(recoveryTime == TimeSpan.MaxValue ? "never" : recoveryTime.TotalSeconds.ToString("f1", CultureInfo.InvariantCulture))}");
            var last = ProcessResources.Read(service.Id);
            Console.WriteLine($"before; maximum; after          {before}; {maximum}; {last}");
            TargetCheck.Report("p99 of answered requests is below twice the p99 at half load",
                LoadResult.Percentile(overload.Accepted, 0.99) < latencyLimit);
            TargetCheck.Report("p99 of refused requests is below the p99 of answered requests",
                overload.Refused.Count == 0 || LoadResult.Percentile(overload.Refused, 0.99) < LoadResult.Percentile(overload.Accepted, 0.99));
            TargetCheck.Report("every request is answered or refused", normal.Failed + overload.Failed + after.Failed == 0);
            TargetCheck.Report("the service recovers within 10 seconds", recoveryTime < RecoveryLimit);
            TargetCheck.Report("memory grows by less than 15 %",
                maximum.Megabytes < MaximumMemoryGrowth * before.Megabytes && last.Megabytes < MaximumMemoryGrowth * before.Megabytes);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Body()
    {
        var random = new Random(1);
        return Encoding.UTF8.GetBytes(
            new JsonObject { ["instances"] = new JsonArray([.. Enumerable.Range(0, Inputs).Select(_ => JsonValue.Create(random.Next(256)))]) }
            .ToJsonString());
    }
}
