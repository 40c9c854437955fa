using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Contracts;

namespace LearnML.Benchmarks;

/// <summary>
/// Three times the predictions that the service can carry. The model is large, so that the service is what is short of the machine's cores, and not
/// the clients on the same machine.
/// </summary>
internal static class LoadRun
{
    private const int Width = 3072;
    private const int Inputs = 784;
    private const int Clients = 64;
    private const double Normally = 0.5;
    private const double TooMuch = 3;
    private const double Kept = 2;
    private const double MostGrowth = 1.15;

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            using var service = new ServedProcess(folder.FullName);
            var spec = new JobSpec
            {
                Dataset = "glyphs",
                Model = "wide",
                Network = new NetworkSpec { Hidden = [Width, Width] },
                Training = new TrainingSpec { Epochs = 1, BatchSize = 512 },
            };
            await service.RunToEndAsync(spec);
            using var load = new OpenLoad(new Uri(service.Http.BaseAddress!, "/api/models/wide/predict"), Body());
            await load.CapacityAsync(Clients, Short);
            var capacity = await load.CapacityAsync(Clients, Short);
            Console.WriteLine(FormattableString.Invariant(
                $"load: {Inputs}-{Width}-{Width}-10, one image a request; it carries {capacity:n0} requests/s of {Clients} clients"));

            var before = ProcessFigures.Of(service.Id);
            var normal = await load.RunAsync(Normally * capacity, Short);
            Console.WriteLine($"half of that for {Short.TotalSeconds} s          {normal}");
            var most = before;
            var much = await load.RunAsync(TooMuch * capacity, Long,
                _ => most = ProcessFigures.Of(service.Id) is var now && now.Megabytes > most.Megabytes ? now : most);
            Console.WriteLine($"three times for {Long.TotalSeconds} s        {much}");

            var (clock, recovered, wanted) = (Stopwatch.StartNew(), TimeSpan.MaxValue, Kept * LoadFigures.Percentile(normal.Accepted, 0.99));
            var after = await load.RunAsync(Normally * capacity, Short, second =>
            {
                if (second.Refused.Count == 0 && LoadFigures.Percentile(second.Accepted, 0.99) < wanted && recovered == TimeSpan.MaxValue)
                {
                    recovered = clock.Elapsed;
                }
            });
            Console.WriteLine($"half of it again                {after}");
            Console.WriteLine($"recovered (a second without a refusal, its p99 below twice that before), s   "
                + $"{(recovered == TimeSpan.MaxValue ? "never" : recovered.TotalSeconds.ToString("f1", CultureInfo.InvariantCulture))}");
            var last = ProcessFigures.Of(service.Id);
            Console.WriteLine($"before, at most, after          {before}; {most}; {last}");
            Verdict.Of("what is accepted has a p99 below twice that of half the load", LoadFigures.Percentile(much.Accepted, 0.99) < wanted);
            Verdict.Of("what is refused has a p99 below that of what is accepted",
                much.Refused.Count == 0 || LoadFigures.Percentile(much.Refused, 0.99) < LoadFigures.Percentile(much.Accepted, 0.99));
            Verdict.Of("every request is answered or refused", normal.Failed + much.Failed + after.Failed == 0);
            Verdict.Of("within ten seconds it is as before", recovered < Soon);
            Verdict.Of("its memory grows by less than 15 %",
                most.Megabytes < MostGrowth * before.Megabytes && last.Megabytes < MostGrowth * before.Megabytes);
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
