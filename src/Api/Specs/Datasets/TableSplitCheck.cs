using System.Globalization;
using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;

namespace LearnML.Api.Specs.Datasets;

/// <summary>
/// Validates how the rows of a table are split, as far as its profile shows it. Training checks the rows themselves, such as those without a target.
/// </summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class TableSplitCheck(FieldErrors errors)
{
    private const string Folds = "validation.folds";

    /// <summary>Validates the split.</summary>
    public void Check(JobSpec spec, TableDataset table)
    {
        var (validation, profile) = (spec.Validation, table.Train.Profile);
        CheckTestFraction(spec, table);
        errors.Require(!validation.TestPart, "validation.testPart", table.Test?.HasColumn(spec.Target ?? "") == true
            ? $"only applies to images: the test file of '{spec.Dataset}' scores the network without it"
            : $"'{spec.Dataset}' has no test part with known targets");
        errors.Require(validation.Folds is null || validation.Folds <= profile.Rows, Folds,
            string.Create(CultureInfo.InvariantCulture, $"must be at most {profile.Rows}, the rows of '{spec.Dataset}'"));
        if (validation.GroupColumn is { } group && Find(profile, group, "validation.groupColumn") is { } groupColumn)
        {
            CheckGroups(validation, groupColumn);
        }

        if (validation.TimeColumn is { } time && Find(profile, time, "validation.timeColumn") is { } timeColumn)
        {
            CheckTimes(validation, timeColumn);
        }
    }

    private void CheckTestFraction(JobSpec spec, TableDataset table)
    {
        const string Field = "validation.testFraction";
        if (spec.Validation.TestFraction is not (> 0 and < 1 and var fraction))
        {
            return;
        }

        errors.Require(spec.Target is null || table.Test?.HasColumn(spec.Target) != true, Field,
            $"cannot be set: '{spec.Dataset}' has a test file, which scores the network; leave it out, or upload the table without its test file");
        var problem = TestFraction.FindProblem(fraction, table.Train.Profile.Rows, spec.Validation.Folds);
        errors.Require(problem is null, Field, problem ?? "");
    }

    private ColumnProfile? Find(TableProfile profile, string name, string field)
    {
        var column = profile.FindColumn(name);
        if (column is null)
        {
            errors.Add(field, MissingColumn.Explain(name, profile));
        }

        return column;
    }

    private void CheckGroups(ValidationSpec validation, ColumnProfile column)
    {
        var groups = column.Distinct + (column.Missing > 0 ? 1 : 0);
        errors.Require(groups > 1, "validation.groupColumn", $"'{column.Name}' has the same value in all rows; use another column");
        errors.Require(groups <= 1 || validation.Folds is null || validation.Folds <= groups || IsOrdered(validation), Folds, string.Create(
            CultureInfo.InvariantCulture, $"must be at most {groups}, the different values of '{column.Name}'"));
    }

    private void CheckTimes(ValidationSpec validation, ColumnProfile column)
    {
        const string Field = "validation.timeColumn";
        var isOrdered = column.Type is ColumnType.Date or ColumnType.Numeric or ColumnType.Identifier;
        errors.Require(isOrdered, Field, $"must be a column of dates or numbers, and '{column.Name}' is {EnumNames.Format(column.Type)}; "
            + $"if it holds dates, upload it with types {{\"{column.Name}\": \"date\"}}");
        errors.Require(!isOrdered || column.Distinct > 1, Field, $"'{column.Name}' has only one date or number; use another column");
        errors.Require(!isOrdered || column.Distinct <= 1 || validation.Folds is null || validation.Folds < column.Distinct, Folds, string.Create(
            CultureInfo.InvariantCulture,
            $"must be at most {column.Distinct - 1}: '{column.Name}' has {column.Distinct} different values, and all folds train on the earliest"));
    }

    private static bool IsOrdered(ValidationSpec validation) => validation.Assignment is FoldAssignment.Contiguous or FoldAssignment.Time;
}
