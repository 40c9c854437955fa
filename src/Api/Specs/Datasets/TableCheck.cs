using LearnML.Api.Datasets;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;

namespace LearnML.Api.Specs.Datasets;

/// <summary>Validates a spec for a table.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class TableCheck(FieldErrors errors)
{
    /// <summary>Validates all fields that depend on the dataset.</summary>
    /// <returns>
    /// The largest possible number of inputs of the network, how many of them are scaled numbers, and the number of outputs; 1, 0 and 1 if the
    /// target is not valid.
    /// </returns>
    public (int Inputs, int Numbers, int Outputs) Check(JobSpec spec, TableDataset table)
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
            return (1, 0, 1);
        }

        if (profile.FindColumn(spec.Target) is not { } target)
        {
            errors.Add("target", MissingColumn.Explain(spec.Target, profile));
            return (1, 0, 1);
        }

        var outputs = new TargetColumnCheck(errors).Check(spec, target);
        var (inputs, numbers) = new InputColumnsCheck(errors).Check(spec, profile, target);
        return (inputs, numbers, outputs);
    }
}
