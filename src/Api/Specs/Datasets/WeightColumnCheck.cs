using System.Globalization;
using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Specs.Datasets;

/// <summary>
/// Validates the weight column of a table, as far as its profile shows it. Training checks the weights themselves, because rows without a target
/// need none.
/// </summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class WeightColumnCheck(FieldErrors errors)
{
    private const string Field = "weightColumn";

    /// <summary>Validates the weight column, if the spec has one.</summary>
    public void Check(JobSpec spec, TableProfile profile)
    {
        if (spec.WeightColumn is not { } name)
        {
            return;
        }

        if (profile.FindColumn(name) is not { } column)
        {
            errors.Add(Field, MissingColumn.Explain(name, profile));
            return;
        }

        errors.Require(name != spec.Target, Field, "is the target; use another column");
        errors.Require(column.Type is not (ColumnType.Categorical or ColumnType.Date), Field,
            $"must be a column of numbers, and '{name}' is {EnumNames.Format(column.Type)}");
        if (column.Numbers is { } numbers)
        {
            errors.Require(numbers.Minimum >= 0, Field, string.Create(
                CultureInfo.InvariantCulture, $"must have weights of at least 0, and '{name}' has values down to {numbers.Minimum}"));
            errors.Require(numbers.Maximum > 0 || numbers.Minimum < 0, Field, $"'{name}' is 0 in all rows, so no row counts");
        }

        var target = profile.FindColumn(spec.Target ?? "");
        errors.Require(column.Missing == 0 || target?.Missing != 0, Field, string.Create(
            CultureInfo.InvariantCulture, $"needs a number in every row, and '{name}' has none in {column.Missing:n0} rows"));
    }
}
