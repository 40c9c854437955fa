namespace LearnML.Training.Tables.Columns;

/// <summary>Finds the name that was probably meant by a name with a typing error.</summary>
public static class NearestName
{
    private const int MaximumSearchedNames = 2_000;
    private const int MaximumNameLength = 100;

    /// <summary>Returns the nearest name by the number of letters to change (Levenshtein 1966); null if none is near. Case does not count.</summary>
    /// <param name="name">The name with the error.</param>
    /// <param name="names">The known names; only the first 2,000 are searched.</param>
    public static string? Find(string name, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(name);

        // Of a name with one or two letters, one changed letter leaves little.
        var maximum = name.Length / 3;
        return Measure(name, names.Where(other => Math.Abs(other.Length - name.Length) <= maximum))
            .Where(other => other.Distance <= maximum)
            .OrderBy(other => other.Distance)
            .FirstOrDefault().Name;
    }

    /// <summary>Returns the names that are nearest, the nearest first, however far they are.</summary>
    /// <param name="name">The name with the error.</param>
    /// <param name="names">The known names; only the first 2,000 are searched.</param>
    /// <param name="count">The largest number of names.</param>
    public static IReadOnlyList<string> List(string name, IEnumerable<string> names, int count)
    {
        ArgumentNullException.ThrowIfNull(name);
        return [.. Measure(name, names).OrderBy(other => other.Distance).Take(count).Select(other => other.Name)];
    }

    private static IEnumerable<(string Name, int Distance)> Measure(string name, IEnumerable<string> names) => name.Length > MaximumNameLength
        ? []
        : names.Take(MaximumSearchedNames).Where(other => other.Length <= MaximumNameLength)
            .Select(other => (other, CountChanges(name.ToUpperInvariant(), other.ToUpperInvariant())));

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
