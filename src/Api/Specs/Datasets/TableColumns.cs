using LearnML.Api.Requests;
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
        var listed = string.Join(", ", profile.Columns.Take(FieldErrors.MaximumListed).Select(column => column.Name));
        return profile.Columns.Count > FieldErrors.MaximumListed ? listed + ", ..." : listed;
    }
}
