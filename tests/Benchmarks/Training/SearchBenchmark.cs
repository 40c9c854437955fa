using System.Diagnostics;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Fitting.Splitting;

namespace LearnML.Benchmarks.Training;

/// <summary>
/// Measures a random search of 64 networks with 64 hidden units on the house prices, 30 epochs each: in lockstep, one by one, and by scikit-learn's
/// RandomizedSearchCV with as many epochs. Then it compares halving with a random search of the same seed, ten times.
/// </summary>
internal static class SearchBenchmark
{
    private const int Rounds = 3;
    private const int Trials = 64;
    private const int Epochs = 30;
    private const int Seeds = 10;

    public static void Run(string datasets)
    {
        using var http = new HttpClient();
        var table = (TableDataset)new KaggleHouse(datasets, http, _ => { }).LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
        var spec = new JobSpec
        {
            Dataset = "kaggle-house",
            Target = table.Summary.Target,
            Task = LearningTask.Regression,
            Network = new NetworkSpec { Hidden = [64] },
            Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam },
            Training = new TrainingSpec { Epochs = Epochs, BatchSize = 64 },
            Preprocessing = new PreprocessingSpec { Target = TargetTransform.Log },
            Search = new SearchSpec
            {
                Trials = Trials,
                Space = new Dictionary<string, SearchRange>
                {
                    ["optimizer.learningRate"] = new() { LogUniform = [0.0003, 0.03] },
                    ["optimizer.weightDecay"] = new() { LogUniform = [0.00001, 0.1] },
                },
            },
        };
        var (lockstep, oneByOne, peer) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            lockstep.Add(MeasureSeconds(spec, table, null));
            oneByOne.Add(MeasureSeconds(spec, table, 1));
            peer.Add(MeasurePeer(Directory.GetFiles(Path.Combine(datasets, "kaggle-house"), "*train*.csv")[0]));
        }

        // The first round compiles the hot paths.
        Console.WriteLine($"search of {Trials} trials, lockstep, s   {new Measurements(lockstep.Skip(1))}");
        Console.WriteLine($"one by one / lockstep            {new Measurements(oneByOne.Zip(lockstep, (single, all) => single / all).Skip(1))}");
        Console.WriteLine($"scikit-learn / lockstep          {new Measurements(peer.Zip(lockstep, (other, ours) => other / ours).Skip(1))}");
        CompareHalving(spec, table);
    }

    /// <summary>How long halving takes, and how much worse its best score is than that of all trials trained to the end.</summary>
    private static void CompareHalving(JobSpec spec, TableDataset table)
    {
        var (times, scores) = (new List<double>(), new List<double>());
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = spec with { Training = spec.Training with { Seed = seed } };
            var halving = random with { Search = random.Search! with { Algorithm = SearchAlgorithm.Halving } };
            var (all, some) = (Measure(random, table, null), Measure(halving, table, null));
            times.Add(some.Seconds / all.Seconds);
            scores.Add(some.Score / all.Score);
        }

        Console.WriteLine($"time, halving / random           {new Measurements(times)}");
        Console.WriteLine($"best loss, halving / random      {new Measurements(scores)}");
    }

    private static double MeasureSeconds(JobSpec spec, TableDataset table, int? trialsInLockstep) => Measure(spec, table, trialsInLockstep).Seconds;

    private static (double Seconds, double Score) Measure(JobSpec spec, TableDataset table, int? trialsInLockstep)
    {
        using var data = TrainingData.Create(spec, table, BenchmarkDevice.Torch);
        var search = new SearchRun(spec, data, [DataSplitter.CreateSingle(spec, data)], BenchmarkDevice.Torch, trialsInLockstep);
        var progress = new RunProgress(new NullObserver());
        var seconds = BenchmarkDevice.MeasureSeconds(() => search.Run(
            new StopCondition(new TrainingControl(), new TrainingClock(), null), progress));
        return (seconds, progress.Search.Best[0].Score!.Value);
    }

    private static double MeasurePeer(string path)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Training", "search.py");
        var start = new ProcessStartInfo("/usr/bin/python3", [script, path, $"{Trials}", $"{Epochs}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.BeginErrorReadLine(); // scikit-learn warns that so few epochs do not converge
        return JsonDocument.Parse(process.StandardOutput.ReadToEnd()).RootElement.GetProperty("seconds").GetDouble();
    }
}
