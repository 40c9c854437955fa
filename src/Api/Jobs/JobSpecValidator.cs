using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Devices;
using LearnML.Training.Networks;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs;

/// <summary>Decides whether a spec can be run here, and says everything that speaks against it.</summary>
/// <param name="datasets">The known datasets.</param>
/// <param name="options">The settings.</param>
public sealed partial class JobSpecValidator(DatasetCatalog datasets, IOptions<LearnMLOptions> options)
{
    private const int MaximumHiddenLayers = 1000;
    private const int MaximumEpochs = 100_000;
    private const int MaximumBatchSize = 1 << 20;
    private const string Positive = "must be above 0 and at most 3.4e38";

    /// <summary>Reads a spec and fills in its defaults.</summary>
    /// <param name="json">The spec; null for an empty body.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <returns>The spec, and the device to queue it for; null when something is wrong.</returns>
    public (JobSpec Spec, string Device)? Read(JsonNode? json, FieldErrors errors)
    {
        if (new StrictReader(errors).Read<JobSpec>(json) is not { } spec)
        {
            return null;
        }

        var dataset = datasets.Find(spec.Dataset);
        errors.Require(dataset is not null, "dataset",
            $"'{spec.Dataset}' is not known; there are {string.Join(", ", datasets.Summaries.Select(known => known.Name))}");
        errors.Require(dataset is null || spec.Target is null || spec.Target == dataset.Target, "target", $"must be {dataset?.Target}");
        spec = spec with { Target = spec.Target ?? dataset?.Target, Model = spec.Model ?? spec.Dataset };
        errors.Require(ModelName().IsMatch(spec.Model), "model",
            "must be 1 to 63 of a-z, 0-9, '.', '_' and '-', and start with a letter or a digit");

        Check(spec.Network, errors);
        Check(spec.Optimizer, errors);
        Check(spec.Training, errors);
        Check(spec.Validation, errors);
        var device = Device(spec.Training.Device, errors);
        if (dataset is not null && device is not null)
        {
            CheckSize(spec, dataset, device, errors);
        }

        return errors.None ? (spec, device!) : null;
    }

    private static void Check(NetworkSpec network, FieldErrors errors)
    {
        errors.Require(network.Hidden.Count <= MaximumHiddenLayers, "network.hidden", $"may list at most {MaximumHiddenLayers} layers");
        Each(network.Hidden, width => width >= 1, "network.hidden", "must be at least 1", errors);
        errors.Require(network.Dropout.Count <= 1 || network.Dropout.Count == network.Hidden.Count, "network.dropout",
            $"must be one rate, or one for each of the {network.Hidden.Count} hidden layers");
        errors.Require(network.Dropout.Count == 0 || network.Hidden.Count > 0, "network.dropout", "needs a hidden layer to drop units of");
        Each(network.Dropout, rate => rate is >= 0 and < 1, "network.dropout", "must be at least 0 and below 1", errors);

        var (kind, std) = (network.Initialization.Kind, network.Initialization.Std);
        errors.Require(std is null || kind == InitializationKind.Normal, "network.initialization.std", "belongs to the kind normal");
        errors.Require(std is null || IsPositive(std.Value), "network.initialization.std", Positive);
    }

    private static void Check(OptimizerSpec optimizer, FieldErrors errors)
    {
        errors.Require(IsPositive(optimizer.LearningRate), "optimizer.learningRate", Positive);
        errors.Require(optimizer.Momentum is >= 0 and < 1, "optimizer.momentum", "must be at least 0 and below 1");
        errors.Require(optimizer.WeightDecay is >= 0 and <= float.MaxValue, "optimizer.weightDecay", "must be at least 0 and at most 3.4e38");
    }

    private static void Check(TrainingSpec training, FieldErrors errors)
    {
        errors.Require(training.Epochs is >= 1 and <= MaximumEpochs, "training.epochs", $"must be 1 to {MaximumEpochs}");
        errors.Require(training.BatchSize is >= 1 and <= MaximumBatchSize, "training.batchSize", $"must be 1 to {MaximumBatchSize}");
    }

    private static void Check(ValidationSpec validation, FieldErrors errors)
    {
        errors.Require(validation.Holdout is null or (> 0 and < 1), "validation.holdout", "must be above 0 and below 1");
        errors.Require(validation.Holdout is null || !validation.TestPart, "validation", "takes a holdout or the testPart, not both");
    }

    private string? Device(string name, FieldErrors errors)
    {
        var device = TorchDevices.Resolve(name == "auto" ? options.Value.Device : name);
        errors.Require(device is not null, "training.device",
            $"'{name}' is not here; there are auto, {string.Join(", ", TorchDevices.All)}. {TorchDevices.CudaUnavailableReason}".TrimEnd());
        return device;
    }

    private static void CheckSize(JobSpec spec, DatasetSummary dataset, string device, FieldErrors errors)
    {
        var size = NetworkSize.Of(spec, dataset.Height * dataset.Width, dataset.Classes.Count);
        var memory = TorchDevices.MemoryBytes(device);
        errors.Require(size.TrainingBytes <= memory, "network", string.Create(CultureInfo.InvariantCulture,
            $"has {size.Parameters:n0} parameters and needs {Gigabytes(size.TrainingBytes):n1} GB to train; {device} has {Gigabytes(memory):n1} GB"));
    }

    private static void Each<T>(IReadOnlyList<T> values, Predicate<T> right, string field, string reason, FieldErrors errors)
    {
        for (var index = 0; index < values.Count; index++)
        {
            errors.Require(right(values[index]), $"{field}[{index}]", reason);
        }
    }

    /// <summary>Up to what a weight, 32 bits of floating point, can hold.</summary>
    private static bool IsPositive(double value) => value is > 0 and <= float.MaxValue;

    private static double Gigabytes(Int128 bytes) => (double)bytes / 1e9;

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,62}\\z")]
    private static partial Regex ModelName();
}
