using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Api.Specs.Datasets;

/// <summary>Says which columns a category embedding applies to, and that the training rows decide.</summary>
internal static class CategoryEmbeddingNotes
{
    private const string Field = "network.categoryEmbedding";
    private const int MaximumListed = 5;

    /// <summary>Returns the note, if a spec has a category embedding.</summary>
    /// <param name="spec">The valid spec.</param>
    /// <param name="profile">The whole table.</param>
    public static IEnumerable<PreviewNote> List(JobSpec spec, TableProfile profile)
    {
        if (spec.Network.CategoryEmbedding is not { } embedding)
        {
            yield break;
        }

        var preprocessing = spec.Preprocessing ?? new PreprocessingSpec();
        var needed = embedding.MinimumCategories;
        string[] embedded =
        [
            .. profile.Columns.Where(column => column.Type is ColumnType.Categorical or ColumnType.Boolean && !column.Excluded)
                .Where(column => column.Name != spec.Target && column.Name != spec.WeightColumn)
                .Where(column => preprocessing.Columns?.Contains(column.Name) != false)
                .Where(column => FrequentCategories.CountWithRare(column, preprocessing) >= needed)
                .Select(column => $"'{column.Name}'"),
        ];
        var rows = preprocessing.MinimumCategoryRows == 1 ? "" : string.Create(
            CultureInfo.InvariantCulture, $", those with fewer than {preprocessing.MinimumCategoryRows} rows as one");
        var more = embedded.Length <= MaximumListed ? "" : string.Create(
            CultureInfo.InvariantCulture, $" and {embedded.Length - MaximumListed} more");
        yield return new PreviewNote(Field, embedded.Length == 0
            ? string.Create(CultureInfo.InvariantCulture,
                $"has no effect: no column of the table has {needed} categories (categories of the whole table are counted{rows}).")
            : string.Create(CultureInfo.InvariantCulture,
                $"applies to {string.Join(", ", embedded.Take(MaximumListed))}{more}, if a column has {needed} categories among the training "
                    + $"rows. Here the categories of the whole table are counted{rows}. A fold or a holdout leaves fewer rows to train on, so a "
                    + $"column near the limit can keep an input for each category instead."));
    }
}
