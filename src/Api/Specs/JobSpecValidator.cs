using System.Globalization;
using System.Text.Json.Nodes;
using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Processes;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Networks.Planning;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Specs;

/// <summary>Validates specs and reports all errors at once.</summary>
/// <param name="datasets">The known datasets.</param>
/// <param name="queues">The queues of the devices.</param>
/// <param name="options">The settings.</param>
public sealed class JobSpecValidator(DatasetLibrary datasets, DeviceQueues queues, IOptions<LearnMLOptions> options)
{
    private const int MaximumBatchSize = 1 << 20;
    private const int MaximumSeconds = 31_536_000;

    // The fields that determine the size of a network.
    private static readonly string[] SizeFields = ["network.hidden", "network.layers", "network.ensemble", "training.batchSize"];

    /// <summary>Reads and validates a spec, and fills in its defaults.</summary>
    /// <param name="json">The spec; null for an empty body.</param>
    /// <param name="errors">Collects the validation errors.</param>
    /// <param name="cancellationToken">Cancels the validation.</param>
    /// <returns>The valid spec; null if there are errors.</returns>
    /// <exception cref="DatasetUnavailableException">The dataset is a table that is not available here.</exception>
    public async Task<CheckedSpec?> ReadAsync(JsonNode? json, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (new StrictJsonReader(errors).Read<JobSpec>(json) is not { } spec)
        {
            return null;
        }

        var summary = await datasets.FindAsync(spec.Dataset, cancellationToken);
        if (summary is null && !errors.HasErrorsIn("dataset"))
        {
            var names = (await datasets.ListAsync(cancellationToken)).Select(dataset => dataset.Name);
            errors.Add("dataset", $"'{spec.Dataset}' does not exist; the datasets are {string.Join(", ", names)}");
        }

        errors.Require(spec.Model is null || ResourceName.IsValid(spec.Model), "model", ResourceName.Rule);

        spec = SpecDefaults.Fill(spec, json!, summary);
        new NetworkCheck(errors).Check(spec.Network, summary?.Images is { } shape ? shape.Height * shape.Width : null);
        new OptimizerCheck(errors).Check(spec.Optimizer, spec.Training.Epochs);
        Check(spec.Training, spec.Validation, options.Value.Limits.Epochs, errors);
        Check(spec.Validation, errors);
        var queue = await queues.FindAsync(spec.Training.Device, errors, cancellationToken);
        var (inputs, outputs) = summary switch
        {
            null => (1, 1), // the smallest possible
            { Images: { } images } => DatasetCheck.Check(spec, images, errors),
            _ => DatasetCheck.Check(spec, (TableDataset)await datasets.LoadAsync(spec.Dataset, cancellationToken), errors),
        };
        if (!Array.Exists(SizeFields, errors.HasErrorsIn))
        {
            var sized = errors.HasErrorsIn("network.dropout") ? spec with { Network = spec.Network with { Dropout = [] } } : spec;
            var size = NetworkSize.Estimate(sized, inputs, outputs);
            CheckSize(size, queue is null ? null : DeviceQueues.FindMemory(queue), options.Value.Limits.NetworkParameters, errors);
        }

        return errors.IsEmpty ? new CheckedSpec(spec, queue!, inputs, outputs, summary!.IsUploaded) : null;
    }

    private static void Check(TrainingSpec training, ValidationSpec validation, int maximumEpochs, FieldErrors errors)
    {
        errors.Require(training.Epochs >= 1 && training.Epochs <= maximumEpochs, "training.epochs", $"must be 1 to {maximumEpochs}");
        errors.Require(training.BatchSize is >= 1 and <= MaximumBatchSize, "training.batchSize", $"must be 1 to {MaximumBatchSize}");
        errors.Require(training.LabelSmoothing is >= 0 and < 1, "training.labelSmoothing", "must be at least 0 and below 1");
        errors.Require(training.TimeBudgetSeconds is null or (> 0 and <= MaximumSeconds), "training.timeBudgetSeconds",
            $"must be above 0 and at most {MaximumSeconds}");
        if (training.EarlyStopping is { } stopping)
        {
            errors.Require(stopping.Patience >= 1 && (stopping.Patience < training.Epochs || training.Epochs < 1), "training.earlyStopping.patience",
                $"must be at least 1 and below {training.Epochs}, the epochs of the run");
            errors.Require(validation.Holdout is not <= 0, "training.earlyStopping.patience",
                "needs validation rows, but validation.holdout leaves none");
            errors.Require(stopping.MinimumImprovement is >= 0 and <= float.MaxValue, "training.earlyStopping.minimumImprovement",
                "must be at least 0 and at most 3.4e38");
            errors.Require(validation.Keep != KeptEpoch.Last, "validation.keep", "must be best: early stopping always keeps the best epoch");
        }
    }

    private static void Check(ValidationSpec validation, FieldErrors errors)
    {
        var ways = (validation.Holdout is null ? 0 : 1) + (validation.TestPart ? 1 : 0) + (validation.Folds is null ? 0 : 1);
        errors.Require(validation.Holdout is null or (> 0 and < 1), "validation.holdout", "must be above 0 and below 1");
        errors.Require(ways <= 1, "validation", "can have only one of holdout, testPart and folds");
        errors.Require(validation.Folds is null or >= 2, "validation.folds", "must be at least 2");
        errors.Require(validation.Assignment is null || validation.Folds is not null, "validation.assignment", "only applies to folds");
        errors.Require(validation.Assignment != FoldAssignment.Group || validation.GroupColumn is not null, "validation.groupColumn",
            "is required with the assignment group");
        errors.Require(validation.GroupColumn is null || validation.Assignment == FoldAssignment.Group, "validation.groupColumn",
            "only applies to the assignment group");
    }

    private static void CheckSize(NetworkSize size, (string Device, long Bytes)? memory, long maximumParameters, FieldErrors errors)
    {
        errors.Require(size.Parameters <= maximumParameters, "network", string.Create(CultureInfo.InvariantCulture,
            $"has {size.Parameters:n0} parameters; it may have at most {maximumParameters:n0}"));
        if (memory is var (device, bytes))
        {
            errors.Require(size.TrainingBytes <= bytes, "network", string.Create(CultureInfo.InvariantCulture,
                $"has {size.Parameters:n0} parameters and needs {ToGigabytes(size.TrainingBytes):n1} GB to train; "
                    + $"{device} has {ToGigabytes(bytes):n1} GB"));
        }
    }

    private static double ToGigabytes(Int128 bytes) => (double)bytes / 1e9;
}
