using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Decides from the cost of a training step how many folds to train in lockstep and whether to use one thread.</summary>
internal static class Lockstep
{
    /// <summary>
    /// Up to this many multiplications in one network's step on a CPU, overhead takes most of the step's time, and training several networks
    /// with batched products costs little more than training one. Above it, training fold by fold with plain products is faster.
    /// </summary>
    private const double OverheadBound = 4e6;

    /// <summary>The same limit for a GPU. Below it, launching the kernels takes most of the time of a step.</summary>
    private const double GpuOverheadBound = 4e9;

    /// <summary>Up to this many multiplications in one step of all members, a second thread costs more time than it saves.</summary>
    private const double Tiny = 1e6;

    /// <summary>The maximum size in bytes of all folds' own inputs together. While they are concatenated, they need twice as much.</summary>
    private const double MostBytes = 5e8;

    /// <summary>Returns the number of folds to train in lockstep: all of them, or one.</summary>
    /// <param name="spec">The spec of the job, with folds.</param>
    /// <param name="data">The data to train on.</param>
    /// <param name="device">The device to train on.</param>
    public static int Folds(JobSpec spec, LearningData data, Device device)
    {
        var folds = spec.Validation.Folds!.Value;
        var inputsFit = !data.DependsOnRows || (double)folds * data.Train.Count * data.Width * sizeof(float) <= MostBytes;
        var networksFit = folds * NetworkSize.Of(spec, data.Width, data.Outputs).TrainingBytes <= TorchDevices.MemoryBytes(device.ToString()) / 2;
        var bound = device.type == DeviceType.CPU ? OverheadBound : GpuOverheadBound;
        return inputsFit && networksFit && Multiplications(spec, data) <= bound ? folds : 1;
    }

    /// <summary>Whether a network with this many members is computed faster by one thread than by several.</summary>
    public static bool IsTiny(JobSpec spec, LearningData data, int members) => members * Multiplications(spec, data) <= Tiny;

    /// <summary>The multiplications of one network's forward pass over a batch.</summary>
    private static double Multiplications(JobSpec spec, LearningData data) =>
        (double)new NetworkPlan(spec.Network, data.Width, data.Outputs).Products * spec.Training.BatchSize;
}
