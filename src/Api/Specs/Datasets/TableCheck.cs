using LearnML.Api.Datasets;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Networks.Planning;

namespace LearnML.Api.Specs.Datasets;

/// <summary>Validates a spec for a table.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class TableCheck(FieldErrors errors)
{
    /// <summary>Validates all fields that depend on the dataset.</summary>
    /// <returns>
    /// The inputs of the network, as many as there can be, and its number of outputs; 1 and 1 if the target is not valid.
    /// </returns>
    public (NetworkInputs Inputs, int Outputs) Check(JobSpec spec, TableDataset table)
    {
        var profile = table.Train.Profile;
        new TableSplitCheck(errors).Check(spec, table);
        new WeightColumnCheck(errors).Check(spec, profile);
        errors.Require(
            spec.Preprocessing is null or { Statistics: PreprocessingStatistics.TrainingRows } || table.Test is not null,
            "preprocessing.statistics",
            $"must be trainingRows: '{table.Summary.Name}' has no test table");
        if (spec.Target is null)
        {
            errors.Add("target", $"is required, because '{spec.Dataset}' has no default target; the columns are {profile.ListColumns()}");
            return (1, 1);
        }

        if (profile.FindColumn(spec.Target) is not { } target)
        {
            errors.Add("target", MissingColumn.Explain(spec.Target, profile));
            return (1, 1);
        }

        var outputs = new TargetColumnCheck(errors).Check(spec, target);
        new ThresholdCheck(errors).CheckClasses(
            spec.Threshold, outputs, target is { Top.Count: 2 } ? [.. target.Top.Select(each => each.Value)] : null);
        return (new InputColumnsCheck(errors).Check(spec, profile, target), outputs);
    }
}
