using LearnML.Contracts;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Schedules;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;

namespace LearnML.Benchmarks.Training;

/// <summary>Measures 60 steps of a small and of a wide network in float32 and in bfloat16.</summary>
internal static class PrecisionBenchmark
{
    private const int Steps = 60;
    private const int Rounds = 5;

    public static void Run(ImageDataset dataset)
    {
        foreach (var hidden in new int[][] { [256], [2048, 2048] })
        {
            var (single, half) = (new List<double>(), new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                single.Add(MeasureSeconds(dataset, hidden, Precision.Float32));
                half.Add(MeasureSeconds(dataset, hidden, Precision.Bfloat16));
            }

            Console.WriteLine(
                $"784-{string.Join('-', hidden)}-10, float32 / bfloat16 "
                    + $"{new Measurements(single.Zip(half, (first, second) => first / second).Skip(1))}");
        }
    }

    private static double MeasureSeconds(ImageDataset dataset, int[] hidden, Precision precision)
    {
        var spec = EpochBenchmark.Spec with { Network = EpochBenchmark.Spec.Network with { Hidden = hidden } };
        using var random = new BatchedRandom(0, [0]);
        using var data = new ImageTrainingData(dataset, BenchmarkDevice.Torch);
        using var prepared = data.Prepare([]);
        using var network = new BatchedNetwork(spec.Network, [data.InputWidth], data.OutputWidth, BenchmarkDevice.Torch, random, precision);
        using var lossFunction = new LossFunction(data.Task);
        using var trainer = new EpochTrainer(spec, network, lossFunction);
        var rows = new RowSet(prepared.Data, [data.TrainRows[..(Steps * EpochBenchmark.BatchSize)]]);
        using var order = rows.Shuffle(random);
        var rates = new EpochLearningRates([new LearningRateSchedule(spec.Optimizer, 1)], 1, rows.StepCounts(EpochBenchmark.BatchSize), [1]);
        return BenchmarkDevice.MeasureSeconds(
            () => trainer.TrainEpoch(rows, order, rates, new StopCondition(new TrainingControl(), new TrainingClock(), null), _ => { }));
    }
}
