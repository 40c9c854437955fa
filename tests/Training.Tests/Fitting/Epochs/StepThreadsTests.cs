using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Schedules;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>The number of threads follows what is faster, and changes no result.</summary>
[Collection(NonParallel.Name)]
public class StepThreadsTests
{
    private const int Batch = 64;

    /// <summary>The inputs, hidden layers and outputs of a network; its members; its batch size; and the layers beside linear ones.</summary>
    public static TheoryData<int, int[], int, int, int, string> Networks => new()
    {
        { 784, [256], 10, 1, 256, "" },
        { 85, [64, 64], 2, 1, 64, "dropout" },
        { 30, [256, 256, 256], 1, 1, 128, "batch" },
        { 331, [256, 128], 1, 5, 64, "dropout" },
        { 200, [512, 256], 3, 4, 256, "layer" },
        { 100, [250], 10, 1, 250, "batch" },
        { 600, [8], 2, 1, 1024, "" },
        { 20, [300], 40, 3, 33, "batch" },
        { 85, [512, 256], 10, 1, 256, "prelu" },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Number_of_threads_changes_no_bit(int inputs, int[] hidden, int outputs, int members, int batch, string extra)
    {
        var spec = CreateSpec(hidden, batch, extra);
        var one = OnThread(() => Train(spec, inputs, outputs, members, StepThreads.Always(all: false)));
        var all = OnThread(() => Train(spec, inputs, outputs, members, StepThreads.Always(all: true)));
        var changing = OnThread(() => Train(spec, inputs, outputs, members, StepThreads.Measured(new ChangingClock())));

        Assert.Equal(one, all);
        Assert.Equal(one, changing);
    }

    [Theory]
    [InlineData(1, 3, false)]
    [InlineData(3, 1, true)]
    public void Faster_number_of_threads_is_used(int oneMilliseconds, int allMilliseconds, bool expected) => OnThread(() =>
    {
        var clock = new ManualClock();
        var threads = StepThreads.Measured(clock);
        Run(threads, clock, steps: 30, oneMilliseconds, allMilliseconds);
        Assert.Equal(expected, threads.UsesAll);
        Assert.Equal(expected && LibtorchThreads.HasSeveral, get_num_threads() > 1);

        // Small last batches are not measured, and one thread computes few rows.
        threads.Begin(7);
        Assert.Equal(1, get_num_threads());
        threads.End(7);

        // The other number has become faster. It is noticed within a second, or thirty times what the trial cost.
        Run(threads, clock, steps: 3_000, allMilliseconds, oneMilliseconds);
        Assert.Equal(!expected, threads.UsesAll);
        return 0;
    });

    [Fact]
    public void Trials_take_a_small_share_of_the_time() => OnThread(() =>
    {
        var clock = new ManualClock();
        var steps = Run(StepThreads.Measured(clock), clock, steps: 20_000, 1, 10);

        Assert.InRange(steps.Count(milliseconds => milliseconds == 10), 9, 200);
        return 0;
    });

    private static List<int> Run(StepThreads threads, ManualClock clock, int steps, int oneMilliseconds, int allMilliseconds)
    {
        var times = new List<int>();
        for (var step = 0; step < steps; step++)
        {
            threads.Begin(Batch);
            times.Add(get_num_threads() == 1 ? oneMilliseconds : allMilliseconds);
            clock.Advance(times[^1]);
            threads.End(Batch);
        }

        return times;
    }

    private static JobSpec CreateSpec(int[] hidden, int batch, string extra) => Specs.Small with
    {
        Network = extra is "" or "dropout" or "prelu"
            ? new NetworkSpec
            {
                Hidden = hidden,
                Activation = extra == "prelu" ? Activation.Prelu : Activation.Relu,
                Dropout = extra == "dropout" ? [.. hidden.Select(_ => 0.2)] : [],
            }
            : new NetworkSpec
            {
                Layers =
                [
                    .. hidden.SelectMany(width => new[]
                    {
                        new LayerSpec { Linear = width },
                        new LayerSpec { Normalization = extra == "batch" ? Normalization.Batch : Normalization.Layer },
                        new LayerSpec { Activation = Activation.Relu },
                    }),
                ],
            },
        Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.01, WeightDecay = 0.001, ClipNorm = 1 },
        Training = Specs.Small.Training with { BatchSize = batch },
    };

    /// <summary>Trains two epochs, with a last batch of seven rows. Returns the weights, means, predictions and layer metrics, bit by bit.</summary>
    private static string Train(JobSpec spec, int inputs, int outputs, int members, StepThreads threads)
    {
        var batch = (int)spec.Training.BatchSize;
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(0, [.. Enumerable.Range(0, members)]);
        using var generator = new Generator(3);
        var rows = (batch * 20) + 7;
        var inputRows = randn(rows, inputs, generator: generator);
        var targets = outputs == 1 ? randn(rows, generator: generator) : randint(outputs, rows, int64, generator: generator);
        using var data = new TensorDataset(inputRows, targets);
        using var network = new BatchedNetwork(spec.Network, [.. Enumerable.Repeat(inputs, members)], outputs, CPU, random);
        using var loss = new LossFunction(outputs == 1 ? LearningTask.Regression : LearningTask.Classification);
        using var trainer = new EpochTrainer(spec, network, loss, threads);
        var train = new RowSet(data, [.. Enumerable.Range(0, members).Select(_ => Enumerable.Range(0, rows).Select(row => (long)row).ToArray())]);
        using var layers = new LayerStatistics(network, train);
        var numbers = new List<double>();
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            using var order = train.Shuffle(random);
            var rates = new EpochLearningRates(
                [.. Enumerable.Repeat(new LearningRateSchedule(spec.Optimizer, 2), members)],
                epoch,
                train.StepCounts(batch),
                [.. Enumerable.Repeat(1.0, members)]);
            var means = trainer.TrainEpoch(train, order, rates, StopCondition.Never, _ => { });
            numbers.AddRange(means.SelectMany(mean => new[] { mean.Loss, mean.GradientNorm, mean.Accuracy ?? 0 }));
            numbers.AddRange(layers.Measure(means).SelectMany(member => member).SelectMany(layer =>
                new[] { layer.WeightNorm, layer.ActivationMean, layer.ActivationVariance, layer.GradientNorm ?? 0 }));
        }

        numbers.AddRange(trainer.Predict(train, CancellationToken.None).SelectMany(values => values).Select(value => (double)value));
        numbers.AddRange(network.StateDict(0)
            .SelectMany(each => each.Tensor.detach().contiguous().data<float>().ToArray().Select(value => (double)value)));
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(
            [.. numbers.SelectMany(number => BitConverter.GetBytes(number))]));
    }

    private static T OnThread<T>(Func<T> work)
    {
        var (result, failure) = (default(T), default(Exception));
        var thread = new Thread(() =>
        {
            try
            {
                LibtorchThreads.UseDefault();
                result = work();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
            finally
            {
                LibtorchThreads.UseDefault();
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw failure;
    }

    /// <summary>A clock that a test moves.</summary>
    private sealed class ManualClock : TimeProvider
    {
        private long milliseconds;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => milliseconds;

        public void Advance(int step) => milliseconds += step;
    }

    /// <summary>A clock that makes every other trial choose the other number of threads.</summary>
    private sealed class ChangingClock : TimeProvider
    {
        private int calls;
        private long milliseconds;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => milliseconds += 60 + (calls++ * 7919 % 101);
    }
}
