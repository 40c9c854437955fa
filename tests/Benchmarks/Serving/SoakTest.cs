using System.Diagnostics;
using System.Text;
using LearnML.Contracts;

namespace LearnML.Benchmarks.Serving;

/// <summary>Runs hundreds of small jobs and many predictions in one process, whose resources must stay flat.</summary>
internal static class SoakTest
{
    private const int Jobs = 500;
    private const int JobsPerReport = 50;
    private const int Predictions = 100_000;
    private const int Clients = 8;
    private const string Model = "soak";
    private const double MaximumGrowth = 1.1;

    private static readonly byte[] Row = Encoding.UTF8.GetBytes(
        $$"""{ "rows": [{ {{string.Join(", ", Enumerable.Range(1, 19).Select(power => $"\"x{power}\": 0.{power}"))}} }] }""");

    // Several kinds of jobs, so that every part of the training runs.
    private static readonly JobSpec[] Specs =
    [
        Spec(new NetworkSpec { Hidden = [8] }, new ValidationSpec { Holdout = 0.2 }),
        Spec(new NetworkSpec { Hidden = [16, 8], Dropout = [0.1, 0.1], Normalization = Normalization.Batch }, new ValidationSpec { Folds = 3 }),
        Spec(new NetworkSpec { Hidden = [4], Ensemble = 3 }, new ValidationSpec { Holdout = 0.2 }),
    ];

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            using var service = new ServiceProcess(folder.FullName);
            await service.RunJobAsync(Specs[0]);
            Console.WriteLine($"soak: {Jobs} jobs, {Predictions:n0} predictions");
            Console.WriteLine($"before                          {ProcessResources.Read(service.Id)}");
            var figures = new List<ProcessResources>();
            var clock = Stopwatch.StartNew();
            for (var completed = 0; completed < Jobs; completed += JobsPerReport)
            {
                var predicted = Task.WhenAll(
                    Enumerable.Range(0, Clients).Select(_ => PredictAsync(service, Predictions / (Jobs / JobsPerReport) / Clients)));
                for (var job = completed; job < completed + JobsPerReport; job++)
                {
                    await service.RunJobAsync(Specs[job % Specs.Length]);
                }

                await predicted;
                figures.Add(ProcessResources.Read(service.Id));
                var (jobs, heap) = (completed + JobsPerReport, await service.HeapMegabytesAsync());
                Console.WriteLine(FormattableString.Invariant(
                    $"{jobs,4} jobs after {clock.Elapsed.TotalSeconds,4:f0} s           {figures[^1]}, managed heap {heap}"));
            }

            TargetCheck.Report("memory grows by less than 10 % after the first jobs",
                figures.Max(now => now.Megabytes) < MaximumGrowth * figures[0].Megabytes);
            TargetCheck.Report("handles grow by less than 10 %", figures.Max(now => now.Handles) < MaximumGrowth * figures[0].Handles);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task PredictAsync(ServiceProcess service, int times)
    {
        for (var time = 0; time < times; time++)
        {
            using var content = new ByteArrayContent(Row);
            content.Headers.ContentType = new("application/json");
            using var answer = await service.Http.PostAsync(new Uri($"/api/models/{Model}/predict", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static JobSpec Spec(NetworkSpec network, ValidationSpec validation) =>
        new()
        {
            Dataset = "polynomial",
            Model = Model,
            Network = network,
            Training = new TrainingSpec { Epochs = 3, Device = "cpu" },
            Validation = validation,
        };
}
