using LearnML.Contracts;
using LearnML.Training.Tables;

namespace LearnML.Training.Preprocessing;

/// <summary>
/// How a category becomes inputs, of which one is 1 and the others are 0: one for each frequent category, one that the rare ones
/// share, one for a missing value. A category that was not there in training is taken for a rare one; without rare ones all
/// inputs are 0.
/// </summary>
/// <param name="Frequent">The categories with an input of their own, the most frequent first.</param>
/// <param name="Rare">The categories that share one; empty: there is no such input.</param>
public sealed record CategoryEncoding(IReadOnlyList<string> Frequent, IReadOnlyList<string> Rare)
{
    /// <summary>Whether no category is there twice.</summary>
    /// <param name="type">The type of the column, which says what is the same.</param>
    public bool IsDistinct(ColumnType type) => Frequent.Concat(Rare).Distinct(ValueComparer.Of(type)).Count() == Frequent.Count + Rare.Count;

    /// <summary>How many inputs.</summary>
    internal int Width => Frequent.Count + (Rare.Count > 0 ? 1 : 0) + 1;

    /// <summary>Encodes categories into the first columns of a matrix of zeros.</summary>
    /// <param name="column">The categories.</param>
    /// <param name="comparer">Which of them are the same.</param>
    /// <param name="inputs">The matrix from those columns on.</param>
    /// <param name="width">Its width.</param>
    /// <param name="problem">Is told of categories that were not there in training.</param>
    internal void Transform(CategoryColumn column, IEqualityComparer<string> comparer, Span<float> inputs, int width, Action<CellProblem> problem)
    {
        var known = Places(comparer);
        const int Unseen = -1;
        var places = column.Categories.Select(category => known.GetValueOrDefault(category, Unseen)).ToArray();
        for (var (row, start) = (0, 0); row < column.Codes.Length; row++, start += width)
        {
            var code = column.Codes[row];
            var place = code == CategoryColumn.Missing ? Width - 1 : places[code];
            if (place == Unseen)
            {
                problem(new CellProblem(row, column.Name, $"'{column.Categories[code]}' was not there in training"));
                place = Rare.Count > 0 ? Frequent.Count : Unseen;
            }

            if (place != Unseen)
            {
                inputs[start + place] = 1;
            }
        }
    }

    /// <summary>The input of each known category.</summary>
    internal Dictionary<string, int> Places(IEqualityComparer<string> comparer) =>
        Frequent.Concat(Rare).Index().ToDictionary(category => category.Item, category => Math.Min(category.Index, Frequent.Count), comparer);

    internal IEnumerable<string> Names(string column) =>
    [
        .. Frequent.Select(category => $"{column} = {category}"),
        .. Rare.Count > 0 ? [$"{column} is another"] : Array.Empty<string>(),
        $"{column} is missing",
    ];

    /// <summary>Fits the categories of some rows; of equally frequent ones the one that comes first in the alphabet goes first.</summary>
    internal static CategoryEncoding Fit(IEnumerable<string> values, int maximum, IEqualityComparer<string> comparer)
    {
        var order = values.CountBy(value => value, comparer).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => entry.Key).ToArray();
        return new CategoryEncoding([.. order.Take(maximum)], [.. order.Skip(maximum)]);
    }
}
