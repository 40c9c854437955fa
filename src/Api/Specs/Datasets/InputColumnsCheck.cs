using System.Globalization;
using LearnML.Api.Datasets;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Explanations;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Specs.Datasets;

/// <summary>Validates the input columns of a table, and counts the inputs that they become.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class InputColumnsCheck(FieldErrors errors)
{
    private const string CategoryRule = "needs a column of categories among the feature columns, and there is none";

    /// <summary>Validates the input columns.</summary>
    /// <returns>The inputs of the network, as many as there can be.</returns>
    public NetworkInputs Check(JobSpec spec, TableProfile profile, ColumnProfile target)
    {
        var preprocessing = spec.Preprocessing ?? new PreprocessingSpec();
        CheckChosen(preprocessing.Columns ?? [], profile, target, spec.WeightColumn);
        var chosen = preprocessing.Columns?.ToHashSet(StringComparer.Ordinal);
        var features = profile.Columns.Where(column => column.Name != target.Name && column.Name != spec.WeightColumn)
            .Where(column => IsUsable(column) && !column.Excluded)
            .Where(column => chosen?.Contains(column.Name) != false).ToArray();
        errors.Require(features.Length > 0, "dataset",
            $"'{spec.Dataset}' has no feature columns: identifiers and constants do not generalize to other rows, and excluded columns are not used");
        CheckGroups(spec.Explain?.Groups ?? [], [.. features.Select(column => column.Name)]);
        var inputs = CreateInputs(features, preprocessing);
        errors.Require((long)inputs.Width * profile.Rows <= Array.MaxLength, "dataset", string.Create(CultureInfo.InvariantCulture,
            $"needs {profile.Rows:n0} x {inputs.Width:n0} inputs, too many for one array; "
                + $"lower preprocessing.maximumCategories or upload it without its widest columns"));
        errors.Require(spec.Network.PeriodicEmbedding is null || inputs.Numbers.Count > 0, "network.periodicEmbedding",
            "needs a column of numbers among the feature columns, and there is none");
        errors.Require(spec.Network.CategoryEmbedding is null || inputs.Categories.Count > 0, "network.categoryEmbedding", CategoryRule);
        errors.Require(spec.Network.CategoryDropout is null or 0 || inputs.Categories.Count > 0, "network.categoryDropout", CategoryRule);
        return inputs;
    }

    private void CheckChosen(IEnumerable<string> columns, TableProfile profile, ColumnProfile target, string? weightColumn)
    {
        var known = profile.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, name) in columns.Index())
        {
            var field = $"preprocessing.columns[{index}]";
            var column = known.GetValueOrDefault(name);
            if (column is null && !errors.HasMany)
            {
                errors.Add(field, MissingColumn.Explain(name, profile));
            }

            errors.Require(seen.Add(name), field, "appears twice");
            errors.Require(column != target, field, "is the target");
            errors.Require(name != weightColumn || column == target, field, "is the weightColumn, which is no feature");
            errors.Require(column is null || IsUsable(column), field,
                $"'{name}' is an identifier or a constant, which does not generalize to other rows");
            errors.Require(column?.Excluded != true, field, $"'{name}' was excluded when the dataset was uploaded");
        }
    }

    private void CheckGroups(IReadOnlyList<IReadOnlyList<string>> groups, IReadOnlyList<string> features)
    {
        foreach (var (index, group) in groups.Index())
        {
            errors.Require(group.Count > 1, string.Create(CultureInfo.InvariantCulture, $"explain.groups[{index}]"), "must have two or more columns");
        }

        foreach (var reason in ColumnGroups.FindProblems(groups, new ColumnNames(features)))
        {
            errors.AddLimited("explain.groups", reason);
        }
    }

    private static bool IsUsable(ColumnProfile column) => column.Type is not (ColumnType.Identifier or ColumnType.Constant);

    private static NetworkInputs CreateInputs(IReadOnlyList<ColumnProfile> features, PreprocessingSpec preprocessing)
    {
        var (widths, numbers, categories, start) = (new List<int>(), new List<int>(), new List<CategoryInputs>(), 0);
        foreach (var column in features)
        {
            widths.Add(CountInputs(column, preprocessing));
            if (column.Type == ColumnType.Numeric)
            {
                numbers.Add(start);
            }
            else if (column.Type != ColumnType.Date)
            {
                categories.Add(new CategoryInputs(start, widths[^1], HasRare: column.Distinct > FrequentCategories.Count(column, preprocessing)));
            }

            start += widths[^1];
        }

        return new NetworkInputs(start) { Columns = widths, Numbers = numbers, Categories = categories };
    }

    private static int CountInputs(ColumnProfile column, PreprocessingSpec preprocessing) => column.Type switch
    {
        ColumnType.Numeric => 1 + (preprocessing.MissingIndicators && column.Missing > 0 ? 1 : 0) + (preprocessing.Bins ?? 0),
        ColumnType.Date => DateEncoding.MaximumParts,
        _ => FrequentCategories.CountWithRare(column, preprocessing) + 1,
    };
}
