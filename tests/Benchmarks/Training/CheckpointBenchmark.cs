using System.Diagnostics;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Benchmarks.Training;

/// <summary>Measures the time to collect, write and flush the latest checkpoint, and its share of the default interval.</summary>
internal static class CheckpointBenchmark
{
    private const int Rounds = 20;

    public static void Run(ImageDataset dataset)
    {
        Print("784-256-10", dataset, EpochBenchmark.Spec);
        Print("784-2048-2048-10 by Adam", dataset, EpochBenchmark.Spec with
        {
            Network = EpochBenchmark.Spec.Network with { Hidden = [2048, 2048] },
            Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam },
        });
    }

    private static void Print(string name, ImageDataset dataset, JobSpec spec)
    {
        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            using var scope = NewDisposeScope();
            using var data = new ImageTrainingData(dataset, CPU);
            using var training = new SplitTrainer(spec, data, [DataSplitter.CreateSingle(spec, data)], CPU);
            training.Run(1, KeptEpoch.Best, new StopCondition(new TrainingControl(), new TrainingClock(), null), new RunProgress(new NullObserver()));
            var latest = new CheckpointFolder(folder.FullName).GetLatest(1);
            var seconds = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                using var state = new TrainingState();
                training.SaveOrRestore(state, []);
                latest.Save(state);
                seconds.Add(clock.Elapsed.TotalSeconds);
            }

            var spread = new Measurements(seconds);
            Console.WriteLine($"checkpoint of {name}, s: {spread}; share of the "
                + $"default interval {spread.Median / CheckpointInterval.Default.Time.TotalSeconds:p2}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
