using LearnML.Contracts;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Schedules;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Benchmarks.Training;

/// <summary>
/// Measures an epoch of the d2l.ai book's network and its matrix products alone. They alternate, so that both see the same machine.
/// </summary>
internal sealed class EpochBenchmark
{
    public const int Rows = 60_000;
    public const int BatchSize = 256;
    private const int Inputs = 784;
    private const int Hidden = 256;
    private const int Outputs = 10;
    private const int Rounds = 15;

    public static JobSpec Spec { get; } = new()
    {
        Dataset = "fashion-mnist",
        Network = new NetworkSpec { Hidden = [Hidden], Initialization = new InitializationSpec { Kind = InitializationKind.Normal } },
        Optimizer = new OptimizerSpec { LearningRate = 0.1 },
        Training = new TrainingSpec { BatchSize = BatchSize },
    };

    public ImageDataset Dataset { get; } = RandomImages.Create(Rows, Rows / 6);

    public Measurements EpochSeconds { get; private set; } = new([]);

    public void Run()
    {
        using var random = new BatchedRandom(0, [0]);
        using var data = new ImageTrainingData(Dataset, BenchmarkDevice.Torch);
        using var prepared = data.Prepare([]);
        using var network = new BatchedNetwork(Spec.Network, [Inputs], Outputs, BenchmarkDevice.Torch, random);
        using var trainer = new EpochTrainer(Spec, network, new LossFunction(data.Task));
        var train = new RowSet(prepared.Data, [data.TrainRows]);
        var stopCondition = new StopCondition(new TrainingControl(), new TrainingClock(), null);
        var (epochs, products, tensors) = (new List<double>(), new List<double>(), new List<long>());
        for (var round = 0; round <= Rounds; round++)
        {
            products.Add(BenchmarkDevice.MeasureSeconds(MatrixProducts));
            epochs.Add(BenchmarkDevice.MeasureSeconds(() =>
            {
                using var order = train.Shuffle(random);
                trainer.TrainEpoch(train, order, Rates(train), stopCondition, _ => { });
            }));
            tensors.Add(Tensor.TotalCount);
        }

        EpochSeconds = new Measurements(epochs.Skip(1));
        Console.WriteLine($"epoch, s                        {EpochSeconds}");
        Console.WriteLine($"matrix products alone, s        {new Measurements(products.Skip(1))}");
        Console.WriteLine($"epoch / matrix products         {new Measurements(epochs.Zip(products, (epoch, product) => epoch / product).Skip(1))}");
        Console.WriteLine($"live tensors after each epoch   {string.Join(' ', tensors.Skip(1).Distinct())}");
    }

    private static EpochLearningRates Rates(RowSet rows) => new([new LearningRateSchedule(Spec.Optimizer, 1)], 1, rows.StepCounts(BatchSize), [1]);

    /// <summary>Computes the five matrix products of each step of an epoch.</summary>
    private static void MatrixProducts()
    {
        using var outer = NewDisposeScope();
        using var off = no_grad();
        var (inputs, hidden, logits) = (Random(BatchSize, Inputs), Random(BatchSize, Hidden), Random(BatchSize, Outputs));
        var (first, second) = (Random(Hidden, Inputs), Random(Outputs, Hidden));
        for (var step = 0; step < (Rows + BatchSize - 1) / BatchSize; step++)
        {
            using var scope = NewDisposeScope();
            inputs.matmul(first.t());
            hidden.matmul(second.t());
            logits.t().matmul(hidden);
            logits.matmul(second);
            hidden.t().matmul(inputs);
        }
    }

    private static Tensor Random(int rows, int columns) => rand(rows, columns, device: BenchmarkDevice.Torch);
}
