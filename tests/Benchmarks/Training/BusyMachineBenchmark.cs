using System.Diagnostics;
using LearnML.Training.Fitting.Epochs;

namespace LearnML.Benchmarks.Training;

/// <summary>
/// Measures epochs beside a busy process on every processor: with one thread, with all, and with the number that the training chooses.
/// </summary>
internal static class BusyMachineBenchmark
{
    private const int Rounds = 9;

    public static void Run()
    {
        var busy = Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => Process.Start(new ProcessStartInfo("sh", ["-c", "while :; do :; done"]))!).ToArray();
        try
        {
            Measure("784-256-10, 60,000 rows", 784, [256], 10, members: 1, batch: 256, rows: 60_000);
            Measure("784-1024-1024-10, 10,000 rows", 784, [1024, 1024], 10, members: 1, batch: 256, rows: 10_000);
            Measure("85-64-64-2, 30,000 rows", 85, [64, 64], 2, members: 1, batch: 64, rows: 30_000);
            Measure("five folds of 331-256-128-1, 3,000 rows", 331, [256, 128], 1, members: 5, batch: 64, rows: 3_000);
        }
        finally
        {
            foreach (var process in busy)
            {
                process.Kill();
                process.Dispose();
            }
        }
    }

    private static void Measure(string name, int inputs, int[] hidden, int outputs, int members, int batch, int rows)
    {
        using var training = new GeneratedTraining(inputs, hidden, outputs, members, batch, rows);
        EpochTrainer[] trainers =
        [
            training.CreateTrainer(StepThreads.Always(all: false)),
            training.CreateTrainer(StepThreads.Always(all: true)),
            training.CreateTrainer(),
        ];
        var seconds = trainers.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var index = 0; index < trainers.Length; index++)
            {
                seconds[index].Add(training.MeasureEpoch(trainers[index]));
            }
        }

        var medians = Array.ConvertAll(seconds, each => each.Order().ElementAt(Rounds / 2));
        Console.WriteLine($"{name}, busy machine: one thread {medians[0]:f3} s, all {medians[1]:f3} s, chosen {medians[2]:f3} s; "
            + $"chosen / better {medians[2] / Math.Min(medians[0], medians[1]):f2}");
        Array.ForEach(trainers, trainer => trainer.Dispose());
    }
}
