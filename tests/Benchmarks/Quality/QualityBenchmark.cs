using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Benchmarks.Quality;

/// <summary>
/// Measures the error of the default network on each CSV file of a folder, relative to boosted trees: five outer folds, the same for all, and
/// three seeds. What is chosen is chosen by an inner fifth of the training rows.
/// </summary>
internal static class QualityBenchmark
{
    private const int Seeds = 3;
    private const string Ours = "LearnML";
    private const string Reference = "XGBoost";

    public static async Task RunAsync(string folder)
    {
        var work = Directory.CreateTempSubdirectory("learnml-quality");
        try
        {
            using var service = new ServiceProcess(work.FullName);
            await using var client = new LearnMLClient(service.Http);
            var tables = new List<Dictionary<string, double>>();
            foreach (var path in Directory.EnumerateFiles(folder, "*.csv*").Order(StringComparer.Ordinal))
            {
                tables.Add(await MeasureAsync(client, path, work.FullName));
            }

            PrintSummary(tables);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Returns the mean error of each model on a table.</summary>
    private static async Task<Dictionary<string, double>> MeasureAsync(LearnMLClient client, string path, string folder)
    {
        await using var file = File.OpenRead(path);
        await using var unzipped = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        var folds = new OuterFolds(unzipped);
        var (errors, seconds) = (new List<Dictionary<string, double>>(), 0.0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            foreach (var (train, test) in folds.Write(folder, seed))
            {
                var clock = Stopwatch.StartNew();
                var ours = await MeasureOursAsync(client, folds, train, test, seed);
                seconds += clock.Elapsed.TotalSeconds;
                errors.Add(new Dictionary<string, double>(MeasureTrees(train, test, seed)) { [Ours] = ours });
            }
        }

        var means = errors[0].Keys.ToDictionary(model => model, model => errors.Average(fold => fold[model]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(path).Split('.')[0],-14} {folds.Rows,6} rows, {seconds / errors.Count,5:f1} s a fit  ")
            + string.Join("  ", means.Select(mean => string.Create(CultureInfo.InvariantCulture, $"{mean.Key} {mean.Value:g4}")))
            + string.Create(CultureInfo.InvariantCulture, $"  ratio {means[Ours] / means[Reference]:f3}"));
        return means;
    }

    private static async Task<double> MeasureOursAsync(LearnMLClient client, OuterFolds folds, string train, string test, int seed)
    {
        var name = $"quality-{Guid.NewGuid():n}";
        await client.Datasets.UploadAsync(name, train, folds.Target);
        var job = await client.Jobs.RunAsync(new JsonObject
        {
            ["dataset"] = name,
            ["task"] = folds.IsClassification ? "classification" : "regression",
            ["training"] = new JsonObject { ["seed"] = seed },
        });
        var ended = await client.Jobs.WaitAsync(job.Id);
        if (ended.State != JobState.Succeeded)
        {
            throw new InvalidOperationException($"A job ended as {ended.State}: {ended.Error}");
        }

        await using var csv = File.OpenRead(test);
        var scored = await client.Models.EvaluateAsync(name, csv);
        await client.Jobs.DeleteAsync(job.Id);
        return scored.Metrics.Rmse ?? (scored.Classes!.Count == 2 ? 1 - scored.Metrics.RocAuc!.Value : scored.Metrics.Loss);
    }

    private static Dictionary<string, double> MeasureTrees(string train, string test, int seed)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Quality", "trees.py");
        var start = new ProcessStartInfo("/usr/bin/python3", [script, train, test, seed.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        return JsonSerializer.Deserialize<Dictionary<string, double>>(process.StandardOutput.ReadToEnd())!;
    }

    private static void PrintSummary(List<Dictionary<string, double>> tables)
    {
        foreach (var model in tables[0].Keys)
        {
            var ratios = tables.Select(errors => errors[model] / errors[Reference]).ToArray();
            var ranks = tables.Average(errors => errors.Values.Count(error => error < errors[model]) + 1);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{model,-22} error relative to {Reference}'s: geometric mean {Math.Exp(ratios.Average(Math.Log)):f3}, largest {ratios.Max():f3}; " +
                $"mean rank {ranks:f2}"));
        }
    }
}
