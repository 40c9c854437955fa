using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Checks that the cells of a column fit the type that the caller set, up to a share of invalid ones.</summary>
/// <param name="problems">Collects the problems.</param>
/// <param name="maximumInvalidShare">The largest share of invalid cells, 0 to 1.</param>
internal sealed class RequestedTypeCheck(TableProblemCollector problems, double maximumInvalidShare)
{
    /// <summary>Checks all columns.</summary>
    /// <exception cref="TableFormatException">A column does not fit the type that the caller set.</exception>
    public void Check(IEnumerable<InspectedColumn> columns)
    {
        foreach (var column in columns.Where(column => column.Requested is not null))
        {
            Check(column);
        }

        problems.ThrowIfAny();
    }

    private void Check(InspectedColumn column)
    {
        var invalid = column.Statistics.Invalid;
        var count = column.Statistics.Count + invalid.Count;
        if (invalid.Count > maximumInvalidShare * count)
        {
            var expected = column.Requested == ColumnType.Date ? "dates" : "numbers";
            problems.Add(invalid.Lines[0], column.Name, string.Create(
                CultureInfo.InvariantCulture,
                $"{invalid.Count} of {count} cells are not {expected}, for example {invalid.ListTexts()}, so the column cannot be "
                    + $"{column.Requested.ToString()!.ToLowerInvariant()}; correct them, or read them as missing with a maximumInvalidShare of "
                    + $"{Math.Ceiling(100.0 * invalid.Count / count) / 100}"));
        }

        if (column.Requested == ColumnType.Boolean && !column.Inference.IsBoolean)
        {
            problems.Add(null, column.Name, "the column does not have two values that mean yes and no, so it cannot be boolean");
        }
    }
}
