using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Models.Serving;

/// <summary>Groups the columns that rows do not have. Columns that the same rows lack have one warning together.</summary>
/// <param name="columns">The names of the model's columns.</param>
internal sealed class MissingColumns(IReadOnlyList<string> columns)
{
    private const int MaximumGroups = FieldErrors.MaximumListed;
    private const int MaximumNames = 10;

    private readonly MissingRows[] missing = new MissingRows[columns.Count];

    /// <summary>Adds a column that adjacent rows do not have, which come after those that it was added for.</summary>
    public void Add(int column, int firstRow, int rowCount) => missing[column] = missing[column].Add(firstRow, rowCount);

    /// <summary>Returns the warnings.</summary>
    public IEnumerable<PredictionWarning> Describe()
    {
        var groups = missing.Index().Where(column => column.Item.Range.Count > 0).GroupBy(column => column.Item, column => column.Index).ToList();
        foreach (var group in groups.Take(MaximumGroups))
        {
            var rows = group.Key.Range;
            yield return Create(rows, [.. group], GetSubject(rows), (long)rows.Count * group.Count());
        }

        if (groups.Count > MaximumGroups)
        {
            var others = groups[MaximumGroups..];
            var rows = new RowRange(others.Min(group => group.Key.Range.First), others.Max(group => group.Key.Range.Last), Count: 0);
            var count = others.Sum(group => (long)group.Key.Range.Count * group.Count());
            yield return Create(rows, [.. others.SelectMany(group => group)], "some of these rows do not have", count);
        }
    }

    private static string GetSubject(RowRange rows) => rows switch
    {
        { Count: 1 } => "the row does not have",
        _ when rows.Count == rows.Last - rows.First + 1 => "the rows do not have",
        _ => string.Create(CultureInfo.InvariantCulture, $"{rows.Count:n0} of these rows do not have"),
    };

    private PredictionWarning Create(RowRange rows, int[] indices, string subject, long count)
    {
        var names = string.Join(", ", indices.Take(MaximumNames).Select(index => LongText.Shorten(columns[index])));
        var reason = indices.Length switch
        {
            1 => $"{subject} this column",
            <= MaximumNames => $"{subject} {indices.Length} columns: {names}",
            _ => string.Create(CultureInfo.InvariantCulture,
                $"{subject} {indices.Length:n0} columns: {names} and {indices.Length - MaximumNames:n0} more"),
        };
        return new PredictionWarning(rows.First, rows.Last, LongText.Shorten(columns[indices[0]]), reason, count);
    }
}
