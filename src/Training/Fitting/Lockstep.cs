using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>How networks are best computed, by the multiplications of a step.</summary>
internal static class Lockstep
{
    /// <summary>
    /// Multiplications of one network's step up to which the step's time is mostly not theirs, and several in one batched
    /// product cost little more than one. Above it plain products, fold by fold, are faster.
    /// </summary>
    private const double OverheadBound = 4e6;

    /// <summary>The same of a GPU, on which a step lasts as long as starting its operations.</summary>
    private const double GpuOverheadBound = 4e9;

    /// <summary>Multiplications of a stack's step up to which a second thread costs more than it does.</summary>
    private const double Tiny = 1e6;

    /// <summary>The most bytes that the folds' own inputs may take together; while they are joined they take as much again.</summary>
    private const double MostBytes = 5e8;

    /// <summary>How many folds to train in lockstep: all at once, or one at a time.</summary>
    /// <param name="spec">What is trained.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="device">Where.</param>
    public static int Folds(JobSpec spec, LearningData data, Device device)
    {
        var folds = spec.Validation.Folds!.Value;
        var inputsFit = !data.DependsOnRows || (double)folds * data.Train.Count * data.Width * sizeof(float) <= MostBytes;
        var networksFit = folds * NetworkSize.Of(spec, data.Width, data.Outputs).TrainingBytes <= TorchDevices.MemoryBytes(device.ToString()) / 2;
        var bound = device.type == DeviceType.CPU ? OverheadBound : GpuOverheadBound;
        return inputsFit && networksFit && Multiplications(spec, data) <= bound ? folds : 1;
    }

    /// <summary>Whether a stack is best computed by one thread.</summary>
    public static bool IsTiny(JobSpec spec, LearningData data, int members) => members * Multiplications(spec, data) <= Tiny;

    /// <summary>Of one network's forward pass over a batch.</summary>
    private static double Multiplications(JobSpec spec, LearningData data) =>
        (double)new NetworkPlan(spec.Network, data.Width, data.Outputs).Products * spec.Training.BatchSize;
}
