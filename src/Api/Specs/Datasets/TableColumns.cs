using LearnML.Contracts;

namespace LearnML.Api.Specs.Datasets;

/// <summary>Finds columns of a table by name.</summary>
internal static class TableColumns
{
    /// <summary>Returns the column with a name; null if there is none.</summary>
    public static ColumnProfile? FindColumn(this TableProfile profile, string name) =>
        profile.Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>Returns the names of the first columns, for error messages.</summary>
    public static string ListColumns(this TableProfile profile)
    {
        const int Maximum = 20;
        return string.Join(", ", profile.Columns.Take(Maximum).Select(column => column.Name)) + (profile.Columns.Count > Maximum ? ", ..." : "");
    }
}
