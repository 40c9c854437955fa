using LearnML.Contracts;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Valid specs. A test changes the part that it is about.</summary>
internal static class SampleSpecs
{
    /// <summary>Trains in a fraction of a second.</summary>
    public static JobSpec Quick { get; } = new()
    {
        Dataset = "glyphs",
        Network = new NetworkSpec { Hidden = [16] },
        Training = new TrainingSpec { Epochs = 3, Device = "cpu" },
    };

    /// <summary>Reaches a high accuracy on the glyphs in seconds.</summary>
    public static JobSpec Accurate { get; } = Quick with
    {
        Network = new NetworkSpec { Hidden = [64] },
        Optimizer = new OptimizerSpec { LearningRate = 0.1, Momentum = 0.9 },
        Training = new TrainingSpec { Epochs = 5, BatchSize = 64, Device = "cpu" },
    };

    /// <summary>Trains for hours in short epochs.</summary>
    public static JobSpec Endless { get; } = Quick with { Training = new TrainingSpec { Epochs = 100_000, Device = "cpu" } };

    /// <summary>Trains two epochs of many seconds each. Scoring takes a small part of the time.</summary>
    public static JobSpec LongEpochs { get; } = Quick with
    {
        Network = new NetworkSpec { Hidden = [2048, 2048] },
        Optimizer = new OptimizerSpec { LearningRate = 0.01, Momentum = 0.9, WeightDecay = 0.0001 },
        Training = new TrainingSpec { Epochs = 2, BatchSize = 32, Device = "cpu" },
    };

    /// <summary>
    /// Fails after some epochs: every step subtracts 2.5 times a weight, so its absolute value grows by a factor of 1.5 until it overflows.
    /// </summary>
    public static JobSpec Diverging { get; } = Quick with
    {
        Network = new NetworkSpec { Hidden = [] },
        Optimizer = new OptimizerSpec { LearningRate = 0.1, WeightDecay = 25 },
        Training = new TrainingSpec { Epochs = 100, Device = "cpu" },
    };

    /// <summary>The same spec with another number of epochs.</summary>
    public static JobSpec WithEpochs(this JobSpec spec, int epochs) => spec with { Training = spec.Training with { Epochs = epochs } };

    /// <summary>Creates a model name that no other test uses.</summary>
    public static string CreateModelName() => "model-" + Guid.NewGuid().ToString("n");
}
