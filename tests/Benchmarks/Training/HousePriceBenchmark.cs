using LearnML.Api.Recipes;
using LearnML.Benchmarks.Serving;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Benchmarks.Training;

/// <summary>
/// Measures the cross-validation of the d2l.ai book on house prices (5 x 100 epochs): in lockstep, one by one, and by a PyTorch script.
/// </summary>
internal static class HousePriceBenchmark
{
    private const int Rounds = 9;

    // The runtime compiles hot paths during the first runs. The PyTorch script compiles nothing, but is a new process each time.
    private const int WarmUpRounds = 6;

    public static void Run(string? peers, string datasets)
    {
        using var http = new HttpClient();
        var table = (TableDataset)new KaggleHouse(datasets, http, _ => { }).LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
        var spec = RecipeCatalog.Find("kaggle-house")!.Spec with { Target = table.Summary.Target };
        var (lockstep, oneByOne, peer) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            lockstep.Add(MeasureSeconds(spec, table, spec.Validation.Folds!.Value));
            oneByOne.Add(MeasureSeconds(spec, table, 1));
            if (peers is not null)
            {
                peer.Add(PeerScript.Measure("seconds", Path.Combine(peers, "kfold.py"), Path.Combine(datasets, "kaggle-house")).Seconds);
            }
        }

        CsvPredictionBenchmark.Run(spec, table);
        Console.WriteLine($"house folds, lockstep, s        {new Measurements(lockstep.Skip(WarmUpRounds))}");
        Console.WriteLine($"house folds, one by one, s      {new Measurements(oneByOne.Skip(WarmUpRounds))}");
        Console.WriteLine(
            $"one by one / lockstep           {new Measurements(oneByOne.Zip(lockstep, (single, all) => single / all).Skip(WarmUpRounds))}");
        if (peers is not null)
        {
            Console.WriteLine(
                $"peer / lockstep                 {new Measurements(peer.Zip(lockstep, (other, ours) => other / ours).Skip(WarmUpRounds))}");
        }
    }

    /// <summary>Measures training without reading and preprocessing, as the PyTorch script does.</summary>
    private static double MeasureSeconds(JobSpec spec, TableDataset table, int folds)
    {
        using var data = TrainingData.Create(spec, table, BenchmarkDevice.Torch);
        var splits = DataSplitter.CreateFolds(spec.Validation, data, spec.Training.Seed);
        return BenchmarkDevice.MeasureSeconds(() => CrossValidationRun.Run(spec, data, splits, folds, BenchmarkDevice.Torch,
            new StopCondition(new TrainingControl(), new TrainingClock(), null), new RunProgress(new NullObserver())));
    }
}
