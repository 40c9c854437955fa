using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Csv;

/// <summary>Reads rows of a table as text, unconverted.</summary>
public static class RawRowReader
{
    /// <summary>Returns a page of rows, each as its values by column name; a missing value is null.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="schema">The file's format and columns.</param>
    /// <param name="skip">The number of rows to skip.</param>
    /// <param name="take">The maximum number of rows to return.</param>
    public static IReadOnlyList<IReadOnlyDictionary<string, string?>> Read(string path, TableSchema schema, int skip, int take)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var fileMarks = new MissingMarks(schema.Format.MissingMarks);
        var missing = schema.Columns.Select(column => fileMarks.For(column.Format)).ToArray();
        var page = new List<IReadOnlyDictionary<string, string?>>();
        using var rows = new CsvRowReader(File.OpenRead(path), schema.Format);
        var row = 0;
        while (page.Count < take && rows.Read())
        {
            if (row++ >= skip)
            {
                page.Add(schema.Columns.Index().ToDictionary(column => column.Item.Name, column => Value(column.Index), StringComparer.Ordinal));
            }
        }

        return page;

        string? Value(int column) => missing[column].IsMissing(rows[column]) ? null : rows[column].ToString();
    }
}
