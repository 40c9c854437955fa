using System.Globalization;
using LearnML.Api.Datasets;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;

namespace LearnML.Api.Specs.Datasets;

/// <summary>Validates the target of a table, and the fields that depend on it.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class TargetColumnCheck(FieldErrors errors)
{
    private const int MaximumClasses = 1_000;
    private const double MinimumRelativeSpread = 1e-5;

    /// <summary>Validates the target.</summary>
    /// <returns>The number of outputs of the network.</returns>
    public int Check(JobSpec spec, ColumnProfile target)
    {
        var problem = TargetCheck.FindProblem(target);
        errors.Require(problem is null, "target", problem ?? "");
        errors.Require(spec.Validation.GroupColumn != target.Name, "validation.groupColumn", "is the target; group by another column");
        errors.Require(spec.Validation.TimeColumn != target.Name, "validation.timeColumn", "is the target; order by another column");
        errors.Require(spec.Task != LearningTask.Regression || target.Type == ColumnType.Numeric, "task",
            $"must be classification: '{target.Name}' is not numeric; if it holds numbers, upload it with types {{\"{target.Name}\": \"numeric\"}}");
        errors.Require(spec.Preprocessing?.Target != TargetTransform.Log || target.Numbers is null or { Minimum: > 0 }, "preprocessing.target",
            string.Create(
                CultureInfo.InvariantCulture, $"cannot be log: '{target.Name}' has values down to {target.Numbers?.Minimum}; use standardize"));
        var marginProblem = TargetMarginRule.FindProblem(spec.Preprocessing, IsClassification(spec, target));
        errors.Require(marginProblem is null, "preprocessing.targetMargin", marginProblem ?? "");
        if (IsClassification(spec, target))
        {
            CheckClasses(target);
            errors.Require(spec.Preprocessing is null or { Target: TargetTransform.Auto }, "preprocessing.target", "only applies to regression");
            new LearningTaskCheck(errors).CheckClassification(spec);
            return target.Distinct;
        }

        errors.Require(problem is not null || target.Numbers is not { } numbers || HasEnoughSpread(numbers), "target",
            string.Create(CultureInfo.InvariantCulture,
                $"the values of '{target.Name}' differ by less than {MinimumRelativeSpread} of their size, too little for float32; "
                    + $"subtract {target.Numbers?.Minimum} from them"));
        new LearningTaskCheck(errors).CheckRegression(spec, target.Numbers?.Minimum);
        return 1;
    }

    private void CheckClasses(ColumnProfile target) => errors.Require(target.Distinct <= MaximumClasses, "target", string.Create(
        CultureInfo.InvariantCulture,
        $"the column '{target.Name}' has {target.Distinct:n0} different values; a classification can have at most {MaximumClasses:n0} classes"));

    private static bool IsClassification(JobSpec spec, ColumnProfile target) =>
        (spec.Task ?? TargetTask.Default(target.Type)) == LearningTask.Classification;

    private static bool HasEnoughSpread(NumberSummary numbers) =>
        numbers.Maximum - numbers.Minimum >= MinimumRelativeSpread * Math.Max(Math.Abs(numbers.Minimum), Math.Abs(numbers.Maximum));
}
