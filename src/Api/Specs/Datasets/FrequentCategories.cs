using LearnML.Contracts;

namespace LearnML.Api.Specs.Datasets;

/// <summary>Counts the categories of a column that get an input of their own, as far as the profile of the whole table shows them.</summary>
internal static class FrequentCategories
{
    /// <summary>
    /// Returns the largest possible number of categories with enough rows. It is exact if the most frequent values, which the profile lists, are all
    /// that have enough rows. Training counts the rows that it trains on, which are fewer.
    /// </summary>
    /// <param name="column">A column of categories.</param>
    /// <param name="preprocessing">The settings.</param>
    public static int Count(ColumnProfile column, PreprocessingSpec preprocessing)
    {
        var minimumRows = preprocessing.MinimumCategoryRows;

        // With the statistics of all tables, the rows of the test table count too, and its profile lists other values.
        if (minimumRows == 1 || column.Top is not { } top || preprocessing.Statistics == PreprocessingStatistics.AllTables)
        {
            return Math.Min(column.Distinct, preprocessing.MaximumCategories);
        }

        var listed = top.Count(category => category.Count >= minimumRows);
        var others = column.Distinct - top.Count;
        if (listed == top.Count && others > 0)
        {
            // Each other value has at least one row. What is left can make so many of them frequent.
            var spareRows = column.Count - top.Sum(category => category.Count) - others;
            listed += (int)Math.Min(others, Math.Max(0, spareRows) / (minimumRows - 1L));
        }

        return Math.Min(listed, preprocessing.MaximumCategories);
    }

    /// <summary>Returns the largest possible number of categories that a network counts: the frequent ones, and one for all rare ones.</summary>
    /// <param name="column">A column of categories.</param>
    /// <param name="preprocessing">The settings.</param>
    public static int CountWithRare(ColumnProfile column, PreprocessingSpec preprocessing)
    {
        var frequent = Count(column, preprocessing);
        return frequent + (column.Distinct > frequent ? 1 : 0);
    }
}
