using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>
/// The one-hot encoding of a category: one input for each frequent category, one that all rare categories share, and one for a missing
/// value. A category that was not seen in training counts as rare; if there are no rare categories, all its inputs are 0.
/// </summary>
/// <param name="Frequent">The categories that have their own input, the most frequent first.</param>
/// <param name="Rare">The categories that share one input. If empty, there is no such input.</param>
public sealed record CategoryEncoding(IReadOnlyList<string> Frequent, IReadOnlyList<string> Rare)
{
    /// <summary>Whether no category appears twice.</summary>
    /// <param name="type">The column's type, which determines which texts are equal.</param>
    public bool HasDistinctCategories(ColumnType type) =>
        Frequent.Concat(Rare).Distinct(ValueComparer.For(type)).Count() == Frequent.Count + Rare.Count;

    /// <summary>The number of inputs.</summary>
    internal int Width => Frequent.Count + (Rare.Count > 0 ? 1 : 0) + 1;

    /// <summary>Returns the index of the input of each category of a column; -1 if training did not see it.</summary>
    /// <param name="column">The categories.</param>
    /// <param name="type">The column's type, which determines which texts are equal.</param>
    internal int[] FindPlaces(CategoryColumn column, ColumnType type)
    {
        var lookup = new CategoryLookup(this, type);
        return [.. column.Categories.Select(category => lookup.Find(category))];
    }

    /// <summary>Encodes rows of a column into the first <see cref="Width"/> columns of a matrix of zeros.</summary>
    /// <param name="column">The categories.</param>
    /// <param name="places">From <see cref="FindPlaces"/>.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="inputs">The matrix, row by row, from the first row and the first of these columns.</param>
    /// <param name="width">The number of columns of the whole matrix.</param>
    /// <param name="onProblem">Receives each category that was not seen in training.</param>
    internal void Transform(
        CategoryColumn column, int[] places, int first, int rows, Span<float> inputs, int width, Action<CellProblem> onProblem)
    {
        const int Unseen = -1;
        var missing = Width - 1;
        for (var (row, start) = (first, 0); row < first + rows; row++, start += width)
        {
            var code = column.Codes[row];
            var place = code == CategoryColumn.Missing ? missing : places[code];
            if (place == Unseen)
            {
                onProblem(new CellProblem(row, column.Name, ExplainUnseen(column.Categories[code])));
                place = Rare.Count > 0 ? Frequent.Count : Unseen;
            }

            if (place != Unseen)
            {
                inputs[start + place] = 1;
            }
        }
    }

    /// <summary>Returns the problem of a category that was not seen in training.</summary>
    internal static string ExplainUnseen(ReadOnlySpan<char> category) => $"'{category}' was not seen in training";

    /// <summary>Returns the input index of each known category.</summary>
    internal Dictionary<string, int> GetInputIndices(IEqualityComparer<string> comparer) =>
        Frequent.Concat(Rare).Index().ToDictionary(category => category.Item, category => Math.Min(category.Index, Frequent.Count), comparer);

    /// <summary>Fits the encoding on the categories of the training rows. Equally frequent categories are sorted in ordinal order.</summary>
    /// <param name="counts">The categories with the number of their rows; a category may appear several times.</param>
    /// <param name="maximumCategories">The maximum number of frequent categories.</param>
    /// <param name="minimumRows">The number of rows that a frequent category has at least.</param>
    /// <param name="comparer">Determines which categories are equal.</param>
    internal static CategoryEncoding Fit(
        IEnumerable<KeyValuePair<string, int>> counts, int maximumCategories, int minimumRows, IEqualityComparer<string> comparer)
    {
        var order = counts.AggregateBy(count => count.Key, 0, (sum, count) => sum + count.Value, comparer)
            .OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .ToArray();
        var categories = Array.ConvertAll(order, entry => entry.Key);
        var frequent = Math.Min(maximumCategories, order.Count(entry => entry.Value >= minimumRows));
        return new CategoryEncoding(categories[..frequent], categories[frequent..]);
    }
}
