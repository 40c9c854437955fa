namespace LearnML.Training.Tables.Columns;

/// <summary>Finds columns by name: exactly, by a name that differs only by case or surrounding spaces, or by the nearest name.</summary>
public sealed class ColumnNames
{
    private const int MaximumSearchedNames = 2_000;
    private const int MaximumNameLength = 100;

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

    /// <summary>Returns the nearest name by the number of letters to change (Levenshtein 1966); null if none is near.</summary>
    public string? FindNearest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > MaximumNameLength)
        {
            return null;
        }

        // Of a name with one or two letters, one changed letter leaves little.
        var maximum = name.Length / 3;
        var nearest = names.Take(MaximumSearchedNames)
            .Where(other => Math.Abs(other.Length - name.Length) <= maximum)
            .Select(other => (Name: other, Distance: CountChanges(name.ToUpperInvariant(), other.ToUpperInvariant())))
            .Where(other => other.Distance <= maximum)
            .OrderBy(other => other.Distance)
            .FirstOrDefault();
        return nearest.Name;
    }

    private static int CountChanges(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var changed = diagonal + (first[i - 1] == second[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }
}
