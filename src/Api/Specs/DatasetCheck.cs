using System.Globalization;
using LearnML.Api.Datasets;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;

namespace LearnML.Api.Specs;

/// <summary>Validates the parts of a spec that depend on its dataset.</summary>
internal static class DatasetCheck
{
    private const int MaximumClasses = 1_000;
    private const int MaximumCategories = 10_000;
    private const int InputsPerDate = 5;
    private const double MinimumRelativeSpread = 1e-5;

    /// <summary>Validates a spec for an image dataset.</summary>
    /// <returns>The number of inputs and outputs of the network.</returns>
    public static (int Inputs, int Outputs) Check(JobSpec spec, ImageShape images, FieldErrors errors)
    {
        errors.Require(spec.Target == "label", "target", "must be label");
        errors.Require(spec.Task is null or LearningTask.Classification, "task", "must be classification: images have classes");
        errors.Require(spec.Preprocessing is null, "preprocessing", "only applies to tables");
        CheckEarlyStopping(spec, isClassification: true, smallest: null, errors);
        errors.Require(spec.Validation.GroupColumn is null, "validation.groupColumn", "only applies to tables");
        return (images.Height * images.Width, images.Classes.Count);
    }

    /// <summary>Validates a spec for a table.</summary>
    /// <returns>The largest possible number of inputs of the network, and its number of outputs; 1 and 1 if the target is not valid.</returns>
    public static (int Inputs, int Outputs) Check(JobSpec spec, TableDataset table, FieldErrors errors)
    {
        var profile = table.Train.Profile;
        errors.Require(!spec.Validation.TestPart, "validation.testPart", $"'{spec.Dataset}' has no test part with known targets");
        errors.Require(spec.Validation.Folds is null || spec.Validation.Folds <= profile.Rows, "validation.folds",
            string.Create(CultureInfo.InvariantCulture, $"must be at most {profile.Rows}, the rows of '{spec.Dataset}'"));
        errors.Require(spec.Validation.GroupColumn is not { } group || FindColumn(profile, group) is not null, "validation.groupColumn",
            $"there is no column '{spec.Validation.GroupColumn}'");
        Check(spec.Preprocessing ?? new PreprocessingSpec(), table, errors);
        if (spec.Target is null || FindColumn(profile, spec.Target) is not { } target)
        {
            errors.Add("target", spec.Target is null
                ? $"is required, because '{spec.Dataset}' has no default target; the columns are {ListColumns(profile)}"
                : $"there is no column '{spec.Target}'; the columns are {ListColumns(profile)}");
            return (1, 1);
        }

        CheckTarget(spec, target, errors);
        var features = profile.Columns
            .Where(column => column.Name != target.Name && !column.Excluded && column.Type is not (ColumnType.Identifier or ColumnType.Constant))
            .Where(column => spec.Preprocessing?.Columns is not { } chosen || chosen.Contains(column.Name)).ToArray();
        CheckColumns(spec, profile, target, errors);
        errors.Require(features.Length > 0, "dataset",
            $"'{spec.Dataset}' has no feature columns: identifiers and constants do not generalize to other rows, and excluded columns are not used");
        var inputs = features.Sum(column => CountInputs(column, spec.Preprocessing ?? new PreprocessingSpec()));
        errors.Require((long)inputs * profile.Rows <= Array.MaxLength, "dataset", string.Create(CultureInfo.InvariantCulture,
            $"needs {profile.Rows:n0} x {inputs:n0} inputs, too many for one array; "
                + $"lower preprocessing.maximumCategories or upload it without its widest columns"));
        return (inputs, IsClassification(spec, target) ? target.Distinct : 1);
    }

    private static void Check(PreprocessingSpec preprocessing, TableDataset table, FieldErrors errors)
    {
        errors.Require(preprocessing.MaximumCategories is >= 1 and <= MaximumCategories, "preprocessing.maximumCategories",
            $"must be 1 to {MaximumCategories}");
        errors.Require(preprocessing.Clip is null or (> 0 and <= float.MaxValue), "preprocessing.clip", "must be above 0");
        errors.Require(preprocessing.Statistics == PreprocessingStatistics.TrainingRows || table.Test is not null, "preprocessing.statistics",
            $"must be trainingRows: '{table.Summary.Name}' has no test table");
    }

    private static void CheckColumns(JobSpec spec, TableProfile profile, ColumnProfile target, FieldErrors errors)
    {
        foreach (var (index, name) in (spec.Preprocessing?.Columns ?? []).Index())
        {
            var field = $"preprocessing.columns[{index}]";
            var column = FindColumn(profile, name);
            errors.Require(column is not null, field, $"there is no column '{name}'; the columns are {ListColumns(profile)}");
            errors.Require(column != target, field, "is the target");
            errors.Require(column?.Type is not (ColumnType.Identifier or ColumnType.Constant), field,
                $"'{name}' is an identifier or a constant, which does not generalize to other rows");
            errors.Require(column?.Excluded != true, field, $"'{name}' was excluded when the dataset was uploaded");
        }
    }

    private static void CheckTarget(JobSpec spec, ColumnProfile target, FieldErrors errors)
    {
        var whyNot = TargetCheck.FindProblem(target);
        errors.Require(whyNot is null, "target", whyNot ?? "");
        errors.Require(spec.Validation.GroupColumn != target.Name, "validation.groupColumn", "is the target; group by another column");
        errors.Require(spec.Task != LearningTask.Regression || target.Type == ColumnType.Numeric, "task",
            $"must be classification: '{target.Name}' is not numeric; if it holds numbers, upload it with types {{\"{target.Name}\": \"numeric\"}}");
        errors.Require(
            whyNot is not null || IsClassification(spec, target) || target.Numbers is not { } numbers || HasEnoughSpread(numbers),
            "target",
            string.Create(CultureInfo.InvariantCulture,
                $"the values of '{target.Name}' differ by less than {MinimumRelativeSpread} of their size, too little for float32; "
                    + $"subtract {target.Numbers?.Minimum} from them"));
        errors.Require(!IsClassification(spec, target) || target.Distinct <= MaximumClasses, "target", string.Create(CultureInfo.InvariantCulture,
            $"the column '{target.Name}' has {target.Distinct:n0} different values; a classification can have at most {MaximumClasses:n0} classes"));
        errors.Require(spec.Training.LabelSmoothing == 0 || IsClassification(spec, target), "training.labelSmoothing",
            "only applies to classification");
        CheckEarlyStopping(spec, IsClassification(spec, target), target.Numbers?.Minimum, errors);
        errors.Require(spec.Training.ClassWeights == ClassWeights.None || IsClassification(spec, target), "training.classWeights",
            "only applies to classification");
        errors.Require(spec.Preprocessing is null or { Target: TargetTransform.Auto } || !IsClassification(spec, target), "preprocessing.target",
            "only applies to regression");
        errors.Require(spec.Preprocessing?.Target != TargetTransform.Log || target.Numbers is null or { Minimum: > 0 }, "preprocessing.target",
            string.Create(
                CultureInfo.InvariantCulture, $"cannot be log: '{target.Name}' has values down to {target.Numbers?.Minimum}; use standardize"));
    }

    /// <summary>Checks that the metric of early stopping exists for this target.</summary>
    private static void CheckEarlyStopping(JobSpec spec, bool isClassification, double? smallest, FieldErrors errors)
    {
        const string Field = "training.earlyStopping.metric";
        var metric = spec.Training.EarlyStopping?.Metric ?? StoppingMetric.Loss;
        errors.Require(metric != StoppingMetric.Accuracy || isClassification, Field, "must be loss, rmse or logRmse: the target is a number");
        errors.Require(metric is StoppingMetric.Loss or StoppingMetric.Accuracy || !isClassification, Field,
            "must be loss or accuracy: the target is a class");
        errors.Require(metric != StoppingMetric.LogRmse || smallest is null or > 0, Field, "cannot be logRmse: the target is not always positive");
    }

    private static bool HasEnoughSpread(NumberSummary numbers) =>
        numbers.Maximum - numbers.Minimum >= MinimumRelativeSpread * Math.Max(Math.Abs(numbers.Minimum), Math.Abs(numbers.Maximum));

    private static bool IsClassification(JobSpec spec, ColumnProfile target) =>
        (spec.Task ?? (target.Type == ColumnType.Numeric ? LearningTask.Regression : LearningTask.Classification)) == LearningTask.Classification;

    private static int CountInputs(ColumnProfile column, PreprocessingSpec preprocessing) => column.Type switch
    {
        ColumnType.Numeric => 1,
        ColumnType.Date => InputsPerDate,
        _ => Math.Min(column.Distinct, preprocessing.MaximumCategories + 1) + 1,
    };

    private static ColumnProfile? FindColumn(TableProfile profile, string name) => profile.Columns.FirstOrDefault(column => column.Name == name);

    private static string ListColumns(TableProfile profile)
    {
        const int Maximum = 20;
        return string.Join(", ", profile.Columns.Take(Maximum).Select(column => column.Name)) + (profile.Columns.Count > Maximum ? ", ..." : "");
    }
}
