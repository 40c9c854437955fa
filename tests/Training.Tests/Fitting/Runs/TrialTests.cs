using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Tests.Fitting.Data;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>Trials that differ in what members can have of their own get the same scores together as each of them alone.</summary>
public class TrialTests
{
    private const int Rows = 90;
    private const int Epochs = 8;

    private static readonly JobSpec Base = Specs.Small.Hidden(8, 8).Dropout(0.2, 0.3).Epochs(Epochs).BatchSize(16);

    public static TheoryData<string, OptimizerSpec[]> Optimizers => new()
    {
        {
            "SGD with momentum", [
                new() { LearningRate = 0.1, Momentum = 0.9 },
                new() { LearningRate = 0.3, WeightDecay = 0.01 },
                new() { LearningRate = 0.05, Momentum = 0.5, WeightDecay = 0.1, ClipNorm = 0.5 },
            ]
        },
        {
            "Nesterov", [
                new() { LearningRate = 0.1, Momentum = 0.9, Nesterov = true, DecayBiases = false },
                new() { LearningRate = 0.1, Momentum = 0.5, Nesterov = true, WeightDecay = 0.1, DecayBiases = false },
            ]
        },
        {
            "Adam", [
                new() { Kind = OptimizerKind.Adam, LearningRate = 0.01, ClipNorm = 1 },
                new() { Kind = OptimizerKind.Adam, LearningRate = 0.03, WeightDecay = 0.1 },
            ]
        },
        {
            "AdamW with slow biases", [
                new() { Kind = OptimizerKind.AdamW, LearningRate = 0.01, WeightDecay = 0.5, BiasLearningRateFactor = 0.1 },
                new()
                {
                    Kind = OptimizerKind.AdamW,
                    LearningRate = 0.02,
                    BiasLearningRateFactor = 0.1,
                    Schedule = new() { Kind = ScheduleKind.Cosine, WarmUpEpochs = 2 },
                },
            ]
        },
        { "RMSprop", [new() { Kind = OptimizerKind.RmsProp, LearningRate = 0.01 }, new() { Kind = OptimizerKind.RmsProp, LearningRate = 0.002 }] },
        { "Adagrad", [new() { Kind = OptimizerKind.Adagrad, LearningRate = 0.1 }, new() { Kind = OptimizerKind.Adagrad, LearningRate = 0.01 }] },
        { "Adadelta", [new() { Kind = OptimizerKind.Adadelta, LearningRate = 1 }, new() { Kind = OptimizerKind.Adadelta, LearningRate = 0.3 }] },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Trials_in_lockstep_score_as_each_alone(string name, OptimizerSpec[] optimizers)
    {
        Assert.NotEmpty(name);
        var trials = optimizers.Select((optimizer, index) => Base.Dropout(0.1 + (0.2 * index), 0.5).Seed(index / 2) with { Optimizer = optimizer });

        AssertEqualAloneAndTogether([.. trials], networks: 1);
    }

    [Fact]
    public void Trials_of_ensembles_that_stop_early_score_as_each_alone()
    {
        var stopping = new EarlyStoppingSpec { Patience = 1 };
        JobSpec[] trials =
        [
            Base.Adam(0.1, 0),
            Base.Adam(0.02, 0) with { Training = Base.Training with { EarlyStopping = stopping } },
            Base.Adam(0.2, 0.01).Seed(7) with { Training = Base.Training with { EarlyStopping = stopping } },
        ];

        AssertEqualAloneAndTogether(trials, networks: 3);
    }

    [Theory]
    [InlineData(ClassWeights.None)]
    [InlineData(ClassWeights.Balanced)]
    public void Trials_with_label_smoothing_and_initialization_of_their_own_score_as_each_alone(ClassWeights classWeights)
    {
        InitializationSpec[] initializations =
        [
            new(),
            new() { Kind = InitializationKind.XavierUniform, Bias = new() { Kind = InitializationKind.Zeros } },
            new() { Kind = InitializationKind.Normal, Std = 0.3 },
        ];
        var trials = initializations.Select((initialization, index) => Base.LearningRate(0.1) with
        {
            Network = Base.Network with { Initialization = initialization },
            Training = Base.Training with { LabelSmoothing = 0.2 * index, ClassWeights = classWeights },
        });

        AssertEqualAloneAndTogether([.. trials], networks: 2);
    }

    [Fact]
    public void A_trial_that_diverges_ends_only_itself()
    {
        using var scope = NewDisposeScope();
        using var data = CreateData();
        JobSpec[] trials = [Base.LearningRate(0.1), Base.LearningRate(1e30), Base.LearningRate(0.2)];

        var together = Train(data, trials, [1, 2, 3]);

        Assert.Equal([1, 3], together.Select(result => result.Split.Trial!.Number));
        AssertSameScores(Train(data, [trials[2]], [3])[0], together[1]);
    }

    private static void AssertEqualAloneAndTogether(JobSpec[] trials, int networks)
    {
        using var scope = NewDisposeScope();
        using var data = CreateData();
        trials = Array.ConvertAll(trials, trial => trial.Ensemble(networks));

        var together = Train(data, trials, [.. Enumerable.Range(1, trials.Length)]);

        Assert.Equal(trials.Length, together.Count);
        foreach (var (index, trial) in trials.Index())
        {
            AssertSameScores(Train(data, [trial], [index + 1])[0], together[index]);
        }
    }

    private static void AssertSameScores(SplitResult alone, SplitResult together)
    {
        Assert.Equal(alone.Epoch, together.Epoch);
        foreach (var (expected, actual) in alone.History.Zip(together.History))
        {
            Assert.Equal(expected.LearningRate, actual.LearningRate, 1e-12);
            Assert.Equal(expected.Train.Loss, actual.Train.Loss, 1e-5);
            Assert.Equal(expected.Validation!.Loss, actual.Validation!.Loss, 1e-5);
        }

        Assert.Equal(alone.ValidationPredictions!.Loss, together.ValidationPredictions!.Loss, 1e-5);
    }

    private static IReadOnlyList<SplitResult> Train(LabeledTrainingData data, JobSpec[] trials, int[] numbers)
    {
        long[] train = [.. Enumerable.Range(0, Rows * 2 / 3).Select(row => (long)row)];
        long[] validation = [.. Enumerable.Range(Rows * 2 / 3, Rows / 3).Select(row => (long)row)];
        var splits = trials.Zip(numbers, (trial, number) => new Split(null, train, validation) { Trial = new Trial(number, trial) });
        using var training = new SplitTrainer(trials[0], data, [.. splits], CPU);
        return training.Run(Epochs, KeptEpoch.Best, StopCondition.Never, new RunProgress(new RecordingObserver()));
    }

    private static LabeledTrainingData CreateData()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, Rows * 4).Select(_ => (float)random.NextDouble()).ToArray();
        int[] classes = [.. Enumerable.Range(0, Rows).Select(row => values[row * 4] + values[(row * 4) + 1] > 1 ? 1 : 0)];
        return new LabeledTrainingData(() => tensor(values, [Rows, 4]), classes, 2);
    }
}
