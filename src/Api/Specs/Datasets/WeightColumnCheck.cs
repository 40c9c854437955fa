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
        if (FindRange(column) is { } range)
        {
            errors.Require(range.Minimum >= 0, Field, string.Create(
                CultureInfo.InvariantCulture, $"must have weights of at least 0, and '{name}' has values down to {range.Minimum}"));
            errors.Require(range.Maximum > 0 || range.Minimum < 0, Field, $"'{name}' is 0 in all rows, so no row counts");
        }
        else
        {
            errors.Require(column.Count == 0, Field,
                $"must be a column of numbers, and '{name}' is {EnumNames.Format(column.Type)}; write each weight as a number, for example 1 and 0");
        }

        var target = profile.FindColumn(spec.Target ?? "");
        errors.Require(column.Missing == 0 || target?.Missing != 0, Field, string.Create(
            CultureInfo.InvariantCulture, $"needs a number in every row, and '{name}' has none in {column.Missing:n0} rows"));
    }

    /// <summary>Returns the smallest and the largest number of a column; null if it has other values. A column of 1 and 0 is a yes and no.</summary>
    private static (double Minimum, double Maximum)? FindRange(ColumnProfile column)
    {
        if (column.Numbers is { } numbers)
        {
            return (numbers.Minimum, numbers.Maximum);
        }

        var values = column.Type == ColumnType.Boolean ? (column.Top ?? []).Select(each => ReadNumber(each.Value)).ToArray() : [];
        return values.Length > 0 && !values.Contains(null) ? (values.Min()!.Value, values.Max()!.Value) : null;
    }

    private static double? ReadNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
