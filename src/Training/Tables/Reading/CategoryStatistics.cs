using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Reading;

/// <summary>
/// Counts how often each text of a column occurs. Only the first 100,000 distinct texts are counted, so that memory stays bounded.
/// </summary>
/// <param name="type">The column's type, which determines which texts are equal.</param>
internal sealed class CategoryStatistics(ColumnType type)
{
    private const int TopCount = 10;
    private const int MaximumCountedValues = 100_000;

    private readonly Dictionary<string, int> counts = new(ValueComparer.For(type));

    /// <summary>The number of distinct texts that are counted.</summary>
    public int DistinctCount => counts.Count;

    /// <summary>The most frequent texts, the most frequent first. Equally frequent texts are sorted in ordinal order.</summary>
    public IReadOnlyList<CategoryCount> MostFrequent =>
    [
        .. counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(TopCount).Select(entry => new CategoryCount(entry.Key, entry.Value)),
    ];

    /// <summary>Adds a text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (counts.Count < MaximumCountedValues || lookup.ContainsKey(text))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(lookup, text, out _)++;
        }
    }
}
