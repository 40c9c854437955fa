using LearnML.Contracts;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Fitting.Splitting;

namespace LearnML.Benchmarks.Training;

/// <summary>
/// Measures a cross-validation as the lockstep policy decides, one by one, and all folds in lockstep. On a CPU arithmetic limits the
/// steps of this network; on a GPU their number does.
/// </summary>
internal static class ImageFoldBenchmark
{
    private const int Rounds = 3;

    public static void Run(ImageDataset dataset, params int[] hidden)
    {
        var spec = EpochBenchmark.Spec with
        {
            Network = EpochBenchmark.Spec.Network with { Hidden = hidden },
            Training = EpochBenchmark.Spec.Training with { Epochs = 1 },
            Validation = new ValidationSpec { Folds = 5 },
        };
        var (rule, oneByOne, lockstep) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            rule.Add(MeasureSeconds(spec, dataset, null));
            oneByOne.Add(MeasureSeconds(spec, dataset, 1));
            lockstep.Add(MeasureSeconds(spec, dataset, spec.Validation.Folds!.Value));
        }

        Console.WriteLine($"5 folds of an epoch of 784-{string.Join('-', hidden)}-10, s {new Measurements(rule.Skip(1))}");
        Console.WriteLine($"lockstep policy / one by one    {new Measurements(rule.Zip(oneByOne, (ours, one) => ours / one).Skip(1))}");
        Console.WriteLine($"all in lockstep / one by one    {new Measurements(lockstep.Zip(oneByOne, (all, one) => all / one).Skip(1))}");
    }

    private static double MeasureSeconds(JobSpec spec, ImageDataset dataset, int? folds)
    {
        using var data = TrainingData.Create(spec, dataset, BenchmarkDevice.Torch);
        var splits = DataSplitter.CreateFolds(spec.Validation, data, spec.Training.Seed);
        return BenchmarkDevice.MeasureSeconds(() => CrossValidationRun.Run(spec, data, splits, folds, BenchmarkDevice.Torch,
            new StopCondition(new TrainingControl(), new TrainingClock(), null), new RunProgress(new NullObserver())));
    }
}
