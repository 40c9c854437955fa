using System.Text.Json.Nodes;
using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Processes;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Datasets;
using LearnML.Api.Specs.Networks;
using LearnML.Api.Specs.Optimizers;
using LearnML.Api.Specs.Ranges;
using LearnML.Api.Specs.Searches;
using LearnML.Contracts;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Inspection;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Specs;

/// <summary>Validates specs and reports all errors at once.</summary>
/// <param name="datasets">The known datasets.</param>
/// <param name="queues">The queues of the devices.</param>
/// <param name="options">The settings.</param>
public sealed class JobSpecValidator(DatasetLibrary datasets, DeviceQueues queues, IOptions<LearnMLOptions> options)
{
    /// <summary>Reads and validates a spec, and fills in its defaults.</summary>
    /// <param name="json">The spec; null for an empty body.</param>
    /// <param name="errors">Collects the validation errors.</param>
    /// <param name="cancellationToken">Cancels the validation.</param>
    /// <returns>The valid spec; null if there are errors.</returns>
    /// <exception cref="DatasetUnavailableException">The dataset is a table that is not available here.</exception>
    public async Task<CheckedSpec?> ReadAsync(JsonNode? json, FieldErrors errors, CancellationToken cancellationToken)
    {
        AutoChoices? auto = null;
        if (json is JsonObject given && AutoNetwork.MayApplyTo(given))
        {
            auto = await ChooseAsync(given, errors, cancellationToken);
            json = auto?.Spec ?? AutoNetwork.RemoveFrom(given);
        }

        var valid = await ReadAsync(json, auto, errors, cancellationToken);
        auto?.Explain(errors, auto.Spec);
        return valid;
    }

    private async Task<CheckedSpec?> ReadAsync(JsonNode? json, AutoChoices? auto, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (new StrictJsonReader(errors, OtherLibraryNames.All).Read<JobSpec>(json) is not { } spec)
        {
            return null;
        }

        var dataset = await FindDatasetAsync(spec.Dataset, errors, cancellationToken);
        errors.Require(spec.Model is null || ResourceName.IsValid(spec.Model), "model", ResourceName.Rule);
        spec = SpecDefaults.Fill(spec, json!, dataset);
        Check(spec, dataset, errors);
        var queue = await queues.FindAsync(spec.Training.Device, errors, cancellationToken);
        var table = dataset is { Kind: DatasetKind.Table } ? (TableDataset)await datasets.LoadAsync(spec.Dataset, cancellationToken) : null;
        spec = SpecDefaults.FillTask(spec, table);
        var (inputs, outputs) = CheckRows(spec, dataset, table, queue, errors);
        new SpaceCheck(errors).Check(spec);
        if (errors.IsEmpty && spec.Search is not null)
        {
            new TrialCheck(errors).Check(spec, (trial, ofTrial) =>
            {
                var checkedTrial = CheckTrial(trial, dataset, table, queue, ofTrial);
                auto?.Explain(ofTrial, trial);
                return checkedTrial;
            });
        }

        return errors.IsEmpty
            ? new CheckedSpec(spec, queue!, inputs, outputs, dataset!.IsUploaded)
            {
                Rows = table?.Train.Profile.Rows ?? dataset.Images!.TrainingImages,
                TaskReason = table is null
                    ? TargetTask.ForImages : TargetTask.Explain(spec.Task!.Value, table.Train.Profile.FindColumn(spec.Target!)!),
                Attention = table is null ? [] : SpecAttention.List(spec, table.Train.Profile),
                Notes = [.. auto?.Kept ?? [], .. table is null ? [] : CategoryEmbeddingNotes.List(spec, table.Train.Profile)],
            }
            : null;
    }

    private JobSpec? CheckTrial(JsonObject json, DatasetSummary? dataset, TableDataset? table, string? queue, FieldErrors errors)
    {
        var trial = new StrictJsonReader(errors, OtherLibraryNames.All).Read<JobSpec>(json);
        if (trial is null || !errors.IsEmpty)
        {
            return null;
        }

        trial = SpecDefaults.Fill(trial, json, dataset);
        Check(trial, dataset, errors);
        _ = CheckRows(trial, dataset, table, queue, errors);
        return trial;
    }

    /// <summary>Checks the parts that depend on the rows of the dataset, and returns the inputs and outputs of the network.</summary>
    private (NetworkInputs Inputs, int Outputs) CheckRows(
        JobSpec spec, DatasetSummary? dataset, TableDataset? table, string? queue, FieldErrors errors)
    {
        var (inputs, outputs) = table is not null ? new TableCheck(errors).Check(spec, table)
            : dataset?.Images is { } images ? new ImagesCheck(errors).Check(spec, images)
            : (1, 1); // the smallest possible
        new NetworkSizeCheck(options.Value.Limits.NetworkParameters, errors).Check(spec, inputs, outputs, queue);
        return (inputs, outputs);
    }

    /// <summary>Returns what is chosen for a table; null for images and for an unknown dataset, which keep their usual defaults.</summary>
    private async Task<AutoChoices?> ChooseAsync(JsonObject json, FieldErrors errors, CancellationToken cancellationToken)
    {
        // The spec is not checked yet: its dataset may be anything.
        var name = json["dataset"] is JsonValue value && value.TryGetValue(out string? text) && ResourceName.IsValid(text) ? text : "";
        var dataset = await datasets.FindAsync(name, cancellationToken);
        if (dataset is { Kind: DatasetKind.Table })
        {
            return AutoNetwork.Choose(json, (TableDataset)await datasets.LoadAsync(name, cancellationToken));
        }

        errors.Require(dataset is null || json["network"] is null, "network", "is auto, which only applies to tables");
        return null;
    }

    private async Task<DatasetSummary?> FindDatasetAsync(string name, FieldErrors errors, CancellationToken cancellationToken)
    {
        var dataset = await datasets.FindAsync(name, cancellationToken);
        if (dataset is null && !errors.HasErrorsIn("dataset"))
        {
            string[] known = [.. (await datasets.ListAsync(cancellationToken)).Select(each => each.Name)];
            var near = NearestName.Find(name, known);
            errors.Add("dataset", $"'{name}' does not exist; "
                + (near is null ? "the" : $"did you mean '{near}'? The") + $" datasets are {string.Join(", ", known)}");
        }

        return dataset;
    }

    /// <summary>Checks the parts that do not depend on the rows of the dataset.</summary>
    private void Check(JobSpec spec, DatasetSummary? dataset, FieldErrors errors)
    {
        new NetworkCheck(errors).Check(spec.Network, dataset?.Images is { } shape ? shape.Height * shape.Width : null);
        if (spec.Preprocessing is { } preprocessing)
        {
            FieldRange.CheckAll(preprocessing, "preprocessing", errors);
        }

        if (spec.Explain is { } explain)
        {
            FieldRange.CheckAll(explain, "explain", errors);
        }

        if (spec.Threshold is { } threshold)
        {
            new ThresholdCheck(errors).Check(threshold);
        }

        new OptimizerCheck(errors).Check(spec.Optimizer, spec.Training.Epochs);
        new TrainingCheck(options.Value.Limits.Epochs, errors).Check(spec.Training, spec.Validation);
        new ValidationCheck(errors).Check(spec.Validation);
    }
}
