using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Schedules;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Benchmarks.Training;

/// <summary>Measures epochs of a network on generated rows, on the CPU.</summary>
internal sealed class GeneratedTraining : IDisposable
{
    private readonly int members;
    private readonly JobSpec spec;
    private readonly BatchedRandom random;
    private readonly BatchedNetwork network;
    private readonly LossFunction loss;
    private readonly TensorDataset data;
    private readonly RowSet train;

    /// <param name="inputs">The number of inputs per row.</param>
    /// <param name="hidden">The widths of the hidden layers.</param>
    /// <param name="outputs">The number of classes; 1 for regression.</param>
    /// <param name="members">The number of networks that are trained together, each on all rows.</param>
    /// <param name="batch">The batch size.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="optimizer">The optimizer.</param>
    public GeneratedTraining(int inputs, int[] hidden, int outputs, int members, int batch, int rows, OptimizerKind optimizer = OptimizerKind.Sgd)
    {
        this.members = members;
        spec = EpochBenchmark.Spec with
        {
            Network = new NetworkSpec { Hidden = hidden },
            Optimizer = new OptimizerSpec { Kind = optimizer, LearningRate = 0.001 },
            Training = new TrainingSpec { BatchSize = batch },
        };
        random = new BatchedRandom(0, [.. Enumerable.Range(0, members)]);
        network = new BatchedNetwork(spec.Network, [.. Enumerable.Repeat(inputs, members)], outputs, CPU, random);
        loss = new LossFunction(outputs == 1 ? LearningTask.Regression : LearningTask.Classification);
        data = new TensorDataset(randn(rows, inputs), outputs == 1 ? randn(rows) : randint(outputs, rows, int64));
        train = new RowSet(data, [.. Enumerable.Repeat<long[]>([.. Enumerable.Range(0, rows).Select(row => (long)row)], members)]);
    }

    /// <summary>The steps of an epoch.</summary>
    public long Steps => train.StepCounts(spec.Training.BatchSize)[0];

    /// <summary>Creates a trainer of the network.</summary>
    /// <param name="threads">Chooses the number of threads; null: as in a job.</param>
    public EpochTrainer CreateTrainer(StepThreads? threads = null) => new(spec, network, loss, threads);

    /// <summary>Trains one epoch and returns its seconds.</summary>
    public double MeasureEpoch(EpochTrainer trainer)
    {
        using var order = train.Shuffle(random);
        var rates = new EpochLearningRates(
            [.. Enumerable.Repeat(new LearningRateSchedule(spec.Optimizer, 1), members)],
            1,
            train.StepCounts(spec.Training.BatchSize),
            [.. Enumerable.Repeat(1.0, members)]);
        return BenchmarkDevice.MeasureSeconds(() => trainer.TrainEpoch(train, order, rates, StopCondition.Never, _ => { }));
    }

    public void Dispose()
    {
        loss.Dispose();
        network.Dispose();
        random.Dispose();
        data.Dispose();
    }
}
