using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using LearnML.Client;
using LearnML.Contracts;

namespace LearnML.Benchmarks.Quality;

/// <summary>
/// Measures a search with an ensemble of trials on Kaggle's house prices: the mean log RMSE on five outer folds that the search does not see, for
/// three seeds, and the time of the five searches.
/// </summary>
internal static class HouseSearchBenchmark
{
    private const int Seeds = 3;

    private const string Spec = """
        {
          "task": "regression",
          "network": { "hidden": [32, 16], "ensemble": 4 },
          "preprocessing": { "target": "log", "logSkewed": true, "clip": 2.5, "minimumCategoryRows": 8 },
          "optimizer": { "kind": "adam" },
          "training": { "epochs": 30, "batchSize": 32 },
          "validation": { "folds": 5, "testFraction": 0 },
          "search": {
            "trials": 8,
            "keep": "ensemble",
            "space": {
              "optimizer.learningRate": { "logUniform": [0.0007, 0.002] },
              "optimizer.weightDecay": { "logUniform": [0.004, 0.016] },
              "training.seed": { "integer": [1, 1000] }
            }
          }
        }
        """;

    public static async Task RunAsync(string datasets)
    {
        var work = Directory.CreateTempSubdirectory("learnml-house-search");
        try
        {
            using var service = new ServiceProcess(work.FullName);
            await using var client = new LearnMLClient(service.Http);
            await using var file = File.OpenRead(Directory.GetFiles(Path.Combine(datasets, "kaggle-house"), "*train*.csv")[0]);
            var folds = new OuterFolds(file, leftOut: "Id");
            for (var seed = 0; seed < Seeds; seed++)
            {
                var (errors, clock) = (new List<double>(), Stopwatch.StartNew());
                foreach (var (train, test) in folds.Write(work.FullName, seed))
                {
                    errors.Add(await MeasureAsync(client, folds.Target, train, test));
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"seed {seed}: log RMSE {errors.Average():f4}, five searches {clock.Elapsed.TotalSeconds:f0} s"));
            }
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(LearnMLClient client, string target, string train, string test)
    {
        var name = $"house-{Guid.NewGuid():n}";
        await client.Datasets.UploadAsync(name, train, target);
        var spec = JsonNode.Parse(Spec)!.AsObject();
        spec["dataset"] = name;
        var job = await client.Jobs.WaitAsync((await client.Jobs.RunAsync(spec)).Id);
        if (job.State != JobState.Succeeded)
        {
            throw new InvalidOperationException($"A job ended as {job.State}: {job.Error}");
        }

        await using var csv = File.OpenRead(test);
        return (await client.Models.EvaluateAsync(name, csv)).Metrics.LogRmse!.Value;
    }
}
