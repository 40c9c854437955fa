namespace LearnML.Training.Tables.Columns;

/// <summary>Finds columns by name: exactly, by a name that differs only by case or surrounding spaces, or by the nearest name.</summary>
public sealed class ColumnNames
{
    private readonly IReadOnlyList<string> names;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> exact;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> similar;

    /// <summary>Indexes names.</summary>
    /// <param name="names">The names, all distinct.</param>
    public ColumnNames(IReadOnlyList<string> names)
    {
        this.names = names;
        exact = names.Index().ToDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        similar = names.Index().GroupBy(name => name.Item.Trim(), StringComparer.OrdinalIgnoreCase).Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.Single().Index, StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Returns the index of a name; -1 if there is no such name.</summary>
    public int IndexOf(ReadOnlySpan<char> name) => exact.TryGetValue(name, out var index) ? index : -1;

    /// <summary>Returns the index of the only name that differs by nothing but case or surrounding spaces; -1 if there is none.</summary>
    public int IndexOfSimilar(ReadOnlySpan<char> name) => similar.TryGetValue(name.Trim(), out var index) ? index : -1;

    /// <summary>Returns the nearest name by the number of letters to change; null if none is near.</summary>
    public string? FindNearest(string name) => NearestName.Find(name, names);
}
