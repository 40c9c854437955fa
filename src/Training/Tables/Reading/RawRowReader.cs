using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Reading;

/// <summary>Reads rows of a table as text, unconverted.</summary>
public static class RawRowReader
{
    /// <summary>A page ends with the row that goes beyond so many characters: cells can have millions.</summary>
    private const int MaximumPageCharacters = 1 << 20;

    private const int RowsBetweenChecks = 1_000;

    /// <summary>
    /// Returns a page of rows, each as its values by column name; a missing value is null. A page of long rows has fewer rows, but at least one.
    /// </summary>
    /// <param name="path">The file's path.</param>
    /// <param name="schema">The file's format and columns.</param>
    /// <param name="skip">The number of rows to skip.</param>
    /// <param name="take">The maximum number of rows to return.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static IReadOnlyList<IReadOnlyDictionary<string, string?>> Read(
        string path, TableSchema schema, int skip, int take, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var fileMarks = new MissingMarks(schema.Format.MissingMarks);
        var missing = schema.Columns.Select(column => fileMarks.For(column.Format)).ToArray();
        var page = new List<IReadOnlyDictionary<string, string?>>();
        using var rows = new CsvRowReader(File.OpenRead(path), schema.Format);
        var (row, characters) = (0, 0L);
        while (page.Count < take && characters < MaximumPageCharacters && rows.Read())
        {
            if (row % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (row++ >= skip)
            {
                page.Add(schema.Columns.Index().ToDictionary(column => column.Item.Name, column => Value(column.Index), StringComparer.Ordinal));
                characters += page[^1].Sum(cell => (long)(cell.Key.Length + (cell.Value?.Length ?? 0)));
            }
        }

        return page;

        string? Value(int column) => missing[column].IsMissing(rows[column]) ? null : rows[column].ToString();
    }
}
