using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Devices;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Memory;

/// <summary>
/// Refuses a training that needs more memory than the machine has free, before it takes any. If a process takes more than there is, the system
/// ends it, and all other jobs and requests of the service with it. A GPU without memory only fails the job.
/// </summary>
internal static class MemoryCheck
{
    private const double BytesPerGigabyte = 1e9;

    /// <summary>Besides its columns, each row of a table has a number, a line, a target, and places in the splits.</summary>
    private const int BytesPerTableRow = 48;

    /// <summary>Checks that the rows of a table fit into the free memory, before they are read.</summary>
    /// <exception cref="OutOfDeviceMemoryException">They do not fit.</exception>
    public static void RequireTable(JobSpec spec, Dataset dataset, string device)
    {
        if (dataset is TableDataset { Train.Profile.Rows: var rows } table
            && rows * (BytesPerTableRow + (sizeof(float) * (double)TableColumns.Select(spec, table).TargetAndFeatures.Count))
                > MachineMemory.GetFreeBytes())
        {
            throw new OutOfDeviceMemoryException(OutOfMemoryMessage.ForLoading(spec, dataset, device));
        }
    }

    /// <summary>Checks that what a search keeps of its trials, outside the device, fits into the free memory.</summary>
    /// <param name="trials">The specs of the trials.</param>
    /// <param name="paused">The number of trials that wait for their next rung.</param>
    /// <param name="candidates">The number of trials whose weights are kept.</param>
    /// <param name="folds">The number of networks of a trial; 1 without folds.</param>
    /// <param name="data">The data to train on.</param>
    /// <exception cref="OutOfDeviceMemoryException">It does not fit.</exception>
    public static void RequireSearch(IReadOnlyList<JobSpec> trials, int paused, int candidates, int folds, TrainingData data)
    {
        var (spec, size) = trials.Select(trial => (Spec: trial, Size: NetworkSize.Estimate(trial, data.Inputs, data.OutputWidth)))
            .MaxBy(trial => trial.Size.Parameters);
        var (weights, state) = (folds * sizeof(float) * (double)size.Parameters, folds * (double)size.PausedBytes(spec));
        var free = MachineMemory.GetFreeBytes();
        if ((paused * state) + (candidates * weights) > free || (paused > 0 && state / folds > Array.MaxLength))
        {
            throw new OutOfDeviceMemoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"{free / BytesPerGigabyte:n2} GB of memory are free. The search keeps the weights of {candidates} trials, ") +
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{weights / BytesPerGigabyte:n2} GB each, and the state of {paused} trials that wait, {state / BytesPerGigabyte:n2} ") +
                "GB each (at most 2). Use fewer trials or a smaller network, the algorithm random, or keep the best trial only.");
        }
    }

    /// <summary>Checks that the networks and the inputs of splits that are trained together fit into the free memory.</summary>
    /// <exception cref="OutOfDeviceMemoryException">They do not fit.</exception>
    public static void Require(JobSpec spec, TrainingData data, IReadOnlyList<Split> splits, Device device)
    {
        if (device.type != DeviceType.CPU)
        {
            return;
        }

        var network = splits.Count * (double)NetworkSize.Estimate(spec, data.Inputs, data.OutputWidth).TrainingBytes;

        // Inputs that depend on the training rows are encoded for each of these, and then concatenated.
        var fitted = data.DependsOnTrainRows ? splits.Select(split => split.Train).Distinct().Count() : 0;
        var copies = fitted <= 1 ? fitted : 2 * fitted;
        var inputs = (double)copies * data.TrainTargets.Count * data.InputWidth * sizeof(float);
        var free = MachineMemory.GetFreeBytes();
        if (network + inputs > free)
        {
            throw new OutOfDeviceMemoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"{device} has {free / BytesPerGigabyte:n2} GB of free memory, which is too little. ") +
                OutOfMemoryMessage.Explain(network, inputs) + " Or try again when fewer jobs train.");
        }
    }
}
