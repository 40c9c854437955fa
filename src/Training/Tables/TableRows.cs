using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Rows of a table as they stand in its file.</summary>
public static class TableRows
{
    /// <summary>Some rows, each as its values by column; a missing value is null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">How to read it.</param>
    /// <param name="skip">Rows to leave out at the start.</param>
    /// <param name="take">Rows to return at most.</param>
    public static IReadOnlyList<IReadOnlyDictionary<string, string?>> Read(string path, TableSchema schema, int skip, int take)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var missing = new MissingMarks(schema.Format.MissingMarks);
        var page = new List<IReadOnlyDictionary<string, string?>>();
        using var rows = new CsvRows(File.OpenRead(path), schema.Format);
        var row = 0;
        while (page.Count < take && rows.Read())
        {
            if (row++ >= skip)
            {
                page.Add(schema.Columns.Index().ToDictionary(column => column.Item.Name, column => Value(column.Index), StringComparer.Ordinal));
            }
        }

        return page;

        string? Value(int column) => missing.Contains(rows[column]) ? null : rows[column].ToString();
    }
}
