using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection.Evidence;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Checks the column names of a file.</summary>
/// <param name="problems">Collects the problems.</param>
/// <param name="format">The format of the file.</param>
/// <param name="options">What the caller says about the table.</param>
internal sealed class ColumnNameCheck(TableProblemCollector problems, CsvFormat format, InspectionOptions options)
{
    private int? Line => format.Header ? format.TitleLines + 1 : null;

    /// <summary>Checks that there are columns, that they have distinct names, and that the names in the caller's options exist.</summary>
    /// <exception cref="TableFormatException">The names have problems.</exception>
    public void Check(string[] names)
    {
        var line = Line;
        if (names.Length == 0)
        {
            problems.Add(null, null, "it has no rows");
        }

        foreach (var (column, name) in names.Index().Where(name => name.Item.Length > InspectionOptions.MaximumNameLength))
        {
            problems.Add(line, null, string.Create(
                CultureInfo.InvariantCulture,
                $"the name of column {column + 1} has {name.Length} characters; "
                    + $"a name has at most {InspectionOptions.MaximumNameLength}: '{name[..40]}...'"));
        }

        foreach (var problem in TableProblem.ForRepeatedNames(line, names))
        {
            problems.Add(problem);
        }

        problems.ThrowIfAny();
        AddUnknownNames(names);
        problems.ThrowIfAny();
    }

    /// <summary>
    /// Checks the columns without a name. Row numbers in the first column, as pandas writes them, and a column without values, as a delimiter at
    /// the end of every line makes, are left out anyway. Other columns need a name.
    /// </summary>
    public void CheckUnnamed(IReadOnlyList<int> columns, ColumnTypeInference[] inferences)
    {
        foreach (var column in columns.Where(column => inferences[column].ValueCount > 0 && !(column == 0 && inferences[column].IsRowNumber)))
        {
            problems.Add(Line, null, $"column {column + 1} has no name; give it one, or remove the column (pandas: index=False)");
        }
    }

    private void AddUnknownNames(string[] names)
    {
        var known = new ColumnNames(names);
        var more = names.Length > TableFormatException.MaximumListed ? ", ..." : "";
        foreach (var name in options.Types.Keys.Concat(options.Excluded).Except(names).Take(TableFormatException.MaximumListed))
        {
            var similar = known.IndexOfSimilar(name);
            var nearest = similar >= 0 ? names[similar] : known.FindNearest(name);
            problems.Add(null, name, nearest is null
                ? $"there is no such column; the columns are {string.Join(", ", names.Take(TableFormatException.MaximumListed))}{more}"
                : $"there is no such column; did you mean '{nearest}'?");
        }
    }
}
