using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Explanations;

/// <summary>Checks groups of columns.</summary>
public static class ColumnGroups
{
    /// <summary>Returns why groups do not fit the columns of a model, one reason for each column that does not.</summary>
    /// <param name="groups">The names of the columns of each group.</param>
    /// <param name="columns">The columns.</param>
    public static IEnumerable<string> FindProblems(IReadOnlyList<IReadOnlyList<string>> groups, ColumnNames columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in groups.SelectMany(group => group))
        {
            if (columns.IndexOf(name) < 0)
            {
                yield return $"the model has no column '{name}'" + (columns.FindNearest(name) is { } near ? $"; did you mean '{near}'?" : "");
            }
            else if (!seen.Add(name))
            {
                yield return $"the column '{name}' appears twice";
            }
        }
    }
}
