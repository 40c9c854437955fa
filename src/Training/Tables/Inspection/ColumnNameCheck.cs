using LearnML.Contracts;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Checks the column names of a file.</summary>
/// <param name="problems">Collects the problems.</param>
/// <param name="format">The format of the file.</param>
/// <param name="options">What the caller says about the table.</param>
internal sealed class ColumnNameCheck(TableProblemCollector problems, CsvFormat format, InspectionOptions options)
{
    /// <summary>Checks that there are columns, that they have distinct names, and that the names in the caller's options exist.</summary>
    /// <exception cref="TableFormatException">The names have problems.</exception>
    public void Check(string[] names)
    {
        var line = format.Header ? 1 : (int?)null;
        if (names.Length == 0)
        {
            problems.Add(null, null, "it has no rows");
        }

        foreach (var (column, _) in names.Index().Where(name => name.Item.Length == 0))
        {
            problems.Add(line, null, $"column {column + 1} has no name; give it one, or remove the column (pandas: index=False)");
        }

        foreach (var problem in TableProblem.ForRepeatedNames(line, names.Where(name => name.Length > 0)))
        {
            problems.Add(problem);
        }

        var more = names.Length > TableFormatException.MaximumListed ? ", ..." : "";
        var listed = string.Join(", ", names.Take(TableFormatException.MaximumListed)) + more;
        foreach (var name in options.Types.Keys.Concat(options.Excluded).Except(names).Take(TableFormatException.MaximumListed))
        {
            problems.Add(null, name, $"there is no such column; the columns are {listed}");
        }

        problems.ThrowIfAny();
    }
}
