using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Datasets;

/// <summary>Error messages about columns that a table does not have.</summary>
internal static class MissingColumn
{
    private const int NearestCount = 5;

    /// <summary>Says that there is no column with a name, which name was probably meant, and which columns there are or which are nearest.</summary>
    public static string Explain(string name, TableProfile profile)
    {
        string[] columns = [.. profile.Columns.Select(column => column.Name)];
        var names = new ColumnNames(columns);
        var meant = names.IndexOfSimilar(name) is >= 0 and var index ? columns[index] : names.FindNearest(name);
        var start = $"there is no column '{name}'; " + (meant is null ? "the" : $"did you mean '{meant}'? The");
        var listed = columns.Length <= FieldErrors.MaximumListed
            ? $" columns are {string.Join(", ", columns)}"
            : string.Create(CultureInfo.InvariantCulture,
                $" nearest of the {columns.Length:n0} columns are {string.Join(", ", NearestName.List(name, columns, NearestCount))}");
        return profile.Format.Header ? start + listed
            : $"there is no column '{name}'; the file is read without a header, so its columns are named {columns[0]} to {columns[^1]}: "
                + "name one of these, or set header to true if the first row has the names";
    }
}
