using System.Diagnostics;
using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Schedules;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

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
        var spec = EpochBenchmark.Spec with
        {
            Network = new NetworkSpec { Hidden = hidden },
            Training = new TrainingSpec { BatchSize = batch },
        };
        using var scope = NewDisposeScope();
        using var data = new TensorDataset(randn(rows, inputs), outputs == 1 ? randn(rows) : randint(outputs, rows, int64));
        long[] all = [.. Enumerable.Range(0, rows).Select(row => (long)row)];
        var train = new RowSet(data, [.. Enumerable.Repeat(all, members)]);
        using var random = new BatchedRandom(0, [.. Enumerable.Range(0, members)]);
        using var network = new BatchedNetwork(spec.Network, [.. Enumerable.Repeat(inputs, members)], outputs, CPU, random);
        using var loss = new LossFunction(outputs == 1 ? LearningTask.Regression : LearningTask.Classification);
        EpochTrainer[] trainers =
        [
            new(spec, network, loss, StepThreads.Always(all: false)),
            new(spec, network, loss, StepThreads.Always(all: true)),
            new(spec, network, loss),
        ];
        var seconds = trainers.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var index = 0; index < trainers.Length; index++)
            {
                var clock = Stopwatch.StartNew();
                using var order = train.Shuffle(random);
                var rates = new EpochLearningRates(
                    new LearningRateSchedule(spec.Optimizer, 1), 1, train.StepCounts(batch), [.. Enumerable.Repeat(1.0, members)]);
                trainers[index].TrainEpoch(train, order, rates, StopCondition.Never, _ => { });
                seconds[index].Add(clock.Elapsed.TotalSeconds);
            }
        }

        var medians = Array.ConvertAll(seconds, each => each.Order().ElementAt(Rounds / 2));
        Console.WriteLine($"{name}, busy machine: one thread {medians[0]:f3} s, all {medians[1]:f3} s, chosen {medians[2]:f3} s; "
            + $"chosen / better {medians[2] / Math.Min(medians[0], medians[1]):f2}");
        Array.ForEach(trainers, trainer => trainer.Dispose());
    }
}
