using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>Decides from the cost of a training step how many folds to train in lockstep.</summary>
internal static class LockstepPolicy
{
    /// <summary>
    /// Up to this many multiplications in one network's step on a CPU, overhead takes most of the step's time, and training several networks
    /// with batched products costs little more than training one. Above it, training fold by fold with plain products is faster.
    /// </summary>
    private const double CpuMultiplicationLimit = 4e6;

    /// <summary>The same limit for a GPU. Below it, launching the kernels takes most of the time of a step.</summary>
    private const double GpuMultiplicationLimit = 4e9;

    /// <summary>The maximum size in bytes of all folds' own inputs together. While they are concatenated, they need twice as much.</summary>
    private const double MaximumInputBytes = 5e8;

    /// <summary>The largest number of trials and folds that are trained in lockstep. More of them are hardly faster, and end later.</summary>
    private const int MaximumTrials = 64;

    /// <summary>
    /// Returns the number of folds to train in lockstep: all of them, or one. Folds that choose each other's epochs always train together.
    /// </summary>
    /// <param name="spec">The spec of the job, with folds.</param>
    /// <param name="data">The data to train on.</param>
    /// <param name="device">The device to train on.</param>
    public static int FoldsInLockstep(JobSpec spec, TrainingData data, Device device)
    {
        var folds = spec.Validation.Folds!.Value;
        if (spec.Validation.Keep == KeptEpoch.BestOfOtherFolds)
        {
            return folds;
        }

        var inputsFit = !data.DependsOnTrainRows || (double)folds * data.TrainTargets.Count * data.InputWidth * sizeof(float) <= MaximumInputBytes;
        var networkBytes = folds * NetworkSize.Estimate(spec, data.Inputs, data.OutputWidth).TrainingBytes;
        var networksFit = networkBytes <= TorchDevices.GetMemoryBytes(device.ToString()) / 2;
        var bound = device.type == DeviceType.CPU ? CpuMultiplicationLimit : GpuMultiplicationLimit;
        return inputsFit && networksFit && MultiplicationsPerStep(spec, data.Inputs, data.OutputWidth) <= bound ? folds : 1;
    }

    /// <summary>Returns the largest number of trials to train in lockstep: as many as fit, or one. The folds of a trial stay together.</summary>
    /// <param name="spec">The spec of one of the trials.</param>
    /// <param name="folds">The number of folds of each trial; 1 without folds.</param>
    /// <param name="inputs">The inputs of the network.</param>
    /// <param name="outputs">The number of outputs per row.</param>
    /// <param name="isGpu">Whether the trials are trained on a GPU.</param>
    /// <param name="memoryBytes">The memory of the device.</param>
    public static int TrialsInLockstep(JobSpec spec, int folds, NetworkInputs inputs, int outputs, bool isGpu, double memoryBytes)
    {
        var bytes = folds * Math.Max(1, (double)NetworkSize.Estimate(spec, inputs, outputs).TrainingBytes);
        return MultiplicationsPerStep(spec, inputs, outputs) > (isGpu ? GpuMultiplicationLimit : CpuMultiplicationLimit)
            ? 1 : (int)Math.Clamp(memoryBytes / 2 / bytes, 1, Math.Max(1, MaximumTrials / folds));
    }

    /// <summary>The multiplications of one network's forward pass over a batch.</summary>
    private static double MultiplicationsPerStep(JobSpec spec, NetworkInputs inputs, int outputs) =>
        (double)new NetworkPlan(spec.Network, inputs, outputs).MultiplyAdds * spec.Training.BatchSize;
}
