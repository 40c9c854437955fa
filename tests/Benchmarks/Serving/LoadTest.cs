using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Contracts;

namespace LearnML.Benchmarks.Serving;

/// <summary>
/// Three times the predictions that the service can carry. The model is large, so that the service is what is short of the machine's cores, and not
/// the clients on the same machine.
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
                $"load: {Inputs}-{Width}-{Width}-10, one image a request; it carries {capacity:n0} requests/s of {Clients} clients"));

            var before = ProcessResources.Read(service.Id);
            var normal = await load.RunAsync(HalfLoad * capacity, ShortDuration);
            Console.WriteLine($"half of that for {ShortDuration.TotalSeconds} s          {normal}");
            var most = before;
            var much = await load.RunAsync(Overload * capacity, LongDuration,
                _ => most = ProcessResources.Read(service.Id) is var now && now.Megabytes > most.Megabytes ? now : most);
            Console.WriteLine($"three times for {LongDuration.TotalSeconds} s        {much}");

            var (clock, recovered, wanted) = (Stopwatch.StartNew(), TimeSpan.MaxValue, MaximumLatencyRatio * LoadResult.Percentile(normal.Accepted, 0.99));
            var after = await load.RunAsync(HalfLoad * capacity, ShortDuration, second =>
            {
                if (second.Refused.Count == 0 && LoadResult.Percentile(second.Accepted, 0.99) < wanted && recovered == TimeSpan.MaxValue)
                {
                    recovered = clock.Elapsed;
                }
            });
            Console.WriteLine($"half of it again                {after}");
            Console.WriteLine($"recovered (a second without a refusal, its p99 below twice that before), s   "
                + $"{(recovered == TimeSpan.MaxValue ? "never" : recovered.TotalSeconds.ToString("f1", CultureInfo.InvariantCulture))}");
            var last = ProcessResources.Read(service.Id);
            Console.WriteLine($"before, at most, after          {before}; {most}; {last}");
            TargetCheck.Report("what is accepted has a p99 below twice that of half the load", LoadResult.Percentile(much.Accepted, 0.99) < wanted);
            TargetCheck.Report("what is refused has a p99 below that of what is accepted",
                much.Refused.Count == 0 || LoadResult.Percentile(much.Refused, 0.99) < LoadResult.Percentile(much.Accepted, 0.99));
            TargetCheck.Report("every request is answered or refused", normal.Failed + much.Failed + after.Failed == 0);
            TargetCheck.Report("within ten seconds it is as before", recovered < RecoveryLimit);
            TargetCheck.Report("its memory grows by less than 15 %",
                most.Megabytes < MaximumMemoryGrowth * before.Megabytes && last.Megabytes < MaximumMemoryGrowth * before.Megabytes);
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
