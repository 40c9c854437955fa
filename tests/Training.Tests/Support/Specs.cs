using LearnML.Contracts;
using LearnML.Training.Tests.Devices;

namespace LearnML.Training.Tests.Support;

/// <summary>A small valid spec, and extension methods that change one part of it.</summary>
internal static class Specs
{
    public static JobSpec Small { get; } = new()
    {
        Dataset = "glyphs",
        Network = new NetworkSpec { Hidden = [16] },
        Optimizer = new OptimizerSpec { LearningRate = 0.1 },
        Training = new TrainingSpec { Epochs = 3, BatchSize = 32, Device = TestDevice.Name },
        Validation = new ValidationSpec { Holdout = 0.2 },
    };

    public static JobSpec Hidden(this JobSpec spec, params int[] widths) => spec with { Network = spec.Network with { Hidden = widths } };

    public static JobSpec Activation(this JobSpec spec, Activation activation) =>
        spec with { Network = spec.Network with { Activation = activation } };

    public static JobSpec Initialization(this JobSpec spec, InitializationKind kind, double? std = null) =>
        spec with { Network = spec.Network with { Initialization = new InitializationSpec { Kind = kind, Std = std } } };

    public static JobSpec Dropout(this JobSpec spec, params double[] rates) => spec with { Network = spec.Network with { Dropout = rates } };

    public static JobSpec LearningRate(this JobSpec spec, double rate) =>
        spec with { Optimizer = spec.Optimizer with { LearningRate = rate } };

    public static JobSpec Momentum(this JobSpec spec, double momentum) =>
        spec with { Optimizer = spec.Optimizer with { Momentum = momentum } };

    public static JobSpec Adam(this JobSpec spec, double rate, double weightDecay) =>
        spec with { Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = rate, WeightDecay = weightDecay } };

    public static JobSpec Ensemble(this JobSpec spec, int networks) => spec with { Network = spec.Network with { Ensemble = networks } };

    public static JobSpec BalanceClasses(this JobSpec spec) => spec with { Training = spec.Training with { ClassWeights = ClassWeights.Balanced } };

    public static JobSpec Epochs(this JobSpec spec, int epochs) => spec with { Training = spec.Training with { Epochs = epochs } };

    public static JobSpec BatchSize(this JobSpec spec, int rows) => spec with { Training = spec.Training with { BatchSize = rows } };

    public static JobSpec Seed(this JobSpec spec, long seed) => spec with { Training = spec.Training with { Seed = seed } };

    public static JobSpec Folds(this JobSpec spec, int folds, FoldAssignment? assignment = null, KeptEpoch? keep = null) =>
        spec with { Validation = new ValidationSpec { Folds = folds, Assignment = assignment, Keep = keep } };

    public static JobSpec ValidateOnTestPart(this JobSpec spec) => spec with { Validation = new ValidationSpec { TestPart = true } };
}
