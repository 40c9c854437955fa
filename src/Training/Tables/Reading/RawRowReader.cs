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
        string path, TableSchema schema, int skip, int take, CancellationToken cancellationToken = default) =>
        [.. ReadWhere(path, schema, row => row >= skip, take, cancellationToken).Select(row => row.Values)];

    /// <summary>
    /// Returns chosen rows by their numbers. A missing value is null. If the rows are long, only the first ones of the file are returned, but at
    /// least one.
    /// </summary>
    /// <param name="path">The file's path.</param>
    /// <param name="schema">The file's format and columns.</param>
    /// <param name="rows">The numbers of the rows, from 0.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static IReadOnlyDictionary<int, IReadOnlyDictionary<string, string?>> Read(
        string path, TableSchema schema, IReadOnlyCollection<int> rows, CancellationToken cancellationToken = default)
    {
        var chosen = rows.ToHashSet();
        return ReadWhere(path, schema, chosen.Contains, chosen.Count, cancellationToken).ToDictionary(row => row.Number, row => row.Values);
    }

    private static List<(int Number, IReadOnlyDictionary<string, string?> Values)> ReadWhere(
        string path, TableSchema schema, Func<int, bool> isChosen, int maximum, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var fileMarks = new MissingMarks(schema.Format.MissingMarks);
        var missing = schema.Columns.Select(column => fileMarks.For(column.Format)).ToArray();
        var page = new List<(int Number, IReadOnlyDictionary<string, string?> Values)>();
        using var rows = new CsvRowReader(File.OpenRead(path), schema.Format);
        var characters = 0L;
        for (var row = 0; page.Count < maximum && characters < MaximumPageCharacters && rows.Read(); row++)
        {
            if (row % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (isChosen(row))
            {
                var values = schema.Columns.Index().ToDictionary(
                    column => column.Item.Name, column => Value(column.Index), StringComparer.Ordinal);
                page.Add((row, values));
                characters += values.Sum(cell => (long)(cell.Key.Length + (cell.Value?.Length ?? 0)));
            }
        }

        return page;

        string? Value(int column) => missing[column].IsMissing(rows[column]) ? null : rows[column].ToString();
    }
}
