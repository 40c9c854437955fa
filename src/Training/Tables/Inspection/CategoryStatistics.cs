using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection;

/// <summary>
/// Counts how often each text of a column occurs. Only the first distinct texts are counted, so that memory stays bounded.
/// </summary>
/// <param name="type">The column's type, which determines which texts are equal.</param>
/// <param name="budget">How much of the column is kept in memory.</param>
internal sealed class CategoryStatistics(ColumnType type, ColumnBudget budget)
{
    private const int TopCount = 10;
    private const int MaximumSearchedValues = 1_000;

    private long countedCharacters;
    private readonly Dictionary<string, int> counts = new(ValueComparer.For(type));

    /// <summary>The number of distinct texts that are counted.</summary>
    public int DistinctCount => counts.Count;

    /// <summary>The most frequent texts, the most frequent first. Equally frequent texts are sorted in ordinal order.</summary>
    public IReadOnlyList<CategoryCount> MostFrequent =>
    [
        .. counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(TopCount).Select(entry => new CategoryCount(entry.Key, entry.Value)),
    ];

    /// <summary>
    /// Returns the groups of texts that differ only by case or spaces, the most frequent group first. Columns with very many texts are not
    /// searched: there, two texts that look alike are to be expected.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<CategoryCount>> FindSimilar() => counts.Count > MaximumSearchedValues ? [] :
    [
        .. counts.GroupBy(entry => string.Join(' ', entry.Key.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(group => group.Count() > 1)
            .Select(group => (IReadOnlyList<CategoryCount>)
                [.. group.OrderByDescending(entry => entry.Value).Select(entry => new CategoryCount(entry.Key, entry.Value))])
            .OrderByDescending(group => group.Sum(category => category.Count)),
    ];

    /// <summary>Returns how often a text occurs.</summary>
    public int CountOf(string text) => counts.GetValueOrDefault(text);

    /// <summary>Adds a text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        if ((counts.Count < budget.Texts && countedCharacters < budget.Characters) || lookup.ContainsKey(text))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, text, out var isKnown)++;
            countedCharacters += isKnown ? 0 : text.Length;
        }
    }
}
