using LearnML.Api.Recipes;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Benchmarks;

/// <summary>The notes' cross-validation on the house prices (5 x 100 epochs): in lockstep, fold by fold, and by a PyTorch script.</summary>
internal static class HouseFolds
{
    private const int Rounds = 9;

    // A service compiles its hot paths while its first jobs run; the peer has nothing to compile, but is a new process each time.
    private const int WarmUpRounds = 6;

    public static void Run(string? peers, string datasets)
    {
        using var http = new HttpClient();
        var table = (TableDataset)new KaggleHouse(datasets, http, _ => { }).LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
        var spec = RecipeCatalog.Find("kaggle-house")!.Spec with { Target = table.Summary.Target };
        var (lockstep, oneByOne, peer) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            lockstep.Add(Seconds(spec, table, spec.Validation.Folds!.Value));
            oneByOne.Add(Seconds(spec, table, 1));
            if (peers is not null)
            {
                peer.Add(PeerRun.Measure("seconds", Path.Combine(peers, "kfold.py"), Path.Combine(datasets, "kaggle-house")).Seconds);
            }
        }

        CsvPredictions.Run(spec, table);
        Console.WriteLine($"house folds, lockstep, s        {new Spread(lockstep.Skip(WarmUpRounds))}");
        Console.WriteLine($"house folds, one by one, s      {new Spread(oneByOne.Skip(WarmUpRounds))}");
        Console.WriteLine($"one by one / lockstep           {new Spread(oneByOne.Zip(lockstep, (one, all) => one / all).Skip(WarmUpRounds))}");
        if (peers is not null)
        {
            Console.WriteLine($"peer / lockstep                 {new Spread(peer.Zip(lockstep, (other, ours) => other / ours).Skip(WarmUpRounds))}");
        }
    }

    /// <summary>As the peer is timed: reading and preprocessing left out of the one, and so of the other.</summary>
    private static double Seconds(JobSpec spec, TableDataset table, int folds)
    {
        using var data = TrainingData.Create(spec, table, BenchmarkDevice.Torch);
        var splits = DataSplitter.CreateFolds(spec.Validation, data, spec.Training.Seed);
        return BenchmarkDevice.Seconds(() => CrossValidationRun.Run(spec, data, splits, folds, BenchmarkDevice.Torch,
            new StopCondition(new TrainingControl(), new TrainingClock(), null), new RunProgress(new Unheard())));
    }
}
