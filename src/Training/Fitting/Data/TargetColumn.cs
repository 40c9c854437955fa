using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Reading;

namespace LearnML.Training.Fitting.Data;

/// <summary>The target of every row, read from the target column.</summary>
/// <param name="Classes">The class names, in numeric order if all are numbers, otherwise in ordinal order; empty for regression.</param>
/// <param name="Targets">The target of each row. Where the target is missing, the value has no meaning.</param>
/// <param name="Rows">The rows that have a target.</param>
internal sealed record TargetColumn(IReadOnlyList<string> Classes, Targets Targets, long[] Rows)
{
    /// <summary>Reads the targets from a column.</summary>
    /// <exception cref="InvalidTargetException">The column cannot be used as a target.</exception>
    public static TargetColumn Read(Column column, TargetTransform transform) => column switch
    {
        NumberColumn numbers => FromNumbers(numbers, transform),
        CategoryColumn categories => FromCategories(categories),
        _ => throw new InvalidTargetException(
            $"The target '{column.Name}' holds dates, which cannot be predicted. Choose a column of numbers or categories."),
    };

    /// <summary>
    /// Reads a column of categories or dates and returns one integer code for each of <paramref name="rows"/>: equal values have equal
    /// codes. The column is read separately because the same column may also be a numeric feature, and float32 cannot distinguish long
    /// numbers.
    /// </summary>
    public static int[] ReadGroupCodes(TableFile file, ColumnSchema column, long[] rows)
    {
        var values = TableReader.ReadAll(file.Path, file.Schema, [column], file.Profile.Rows).Columns[0];
        if (values is CategoryColumn categories)
        {
            return Array.ConvertAll(rows, row => categories.Codes[row]);
        }

        var dates = ((DateColumn)values).Ticks;
        var codes = new Dictionary<long, int> { [DateColumn.Missing] = CategoryColumn.Missing };
        return Array.ConvertAll(rows, row => codes.TryGetValue(dates[row], out var code) ? code : codes[dates[row]] = codes.Count);
    }

    /// <summary>Returns the texts of a column in those of <paramref name="rows"/> that have one.</summary>
    public static IEnumerable<string> ReadTexts(TableFile file, ColumnSchema column, long[] rows)
    {
        ColumnSchema asText = column with { Type = ColumnType.Categorical, Format = null };
        var values = (CategoryColumn)TableReader.ReadAll(file.Path, file.Schema, [asText], file.Profile.Rows).Columns[0];
        return rows.Where(row => values.Codes[row] != CategoryColumn.Missing).Select(row => values.Categories[values.Codes[row]]);
    }

    private static TargetColumn FromNumbers(NumberColumn column, TargetTransform transform)
    {
        var rows = RowsWhere(column.Values, value => !float.IsNaN(value));
        foreach (var row in transform == TargetTransform.Log ? rows : [])
        {
            if (column.Values[row] <= 0)
            {
                throw new InvalidTargetException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The target '{column.Name}' is {column.Values[row]} in row {row}, which has no logarithm. ") +
                    "Use \"preprocessing\": {\"target\": \"standardize\"}.");
            }
        }

        return new TargetColumn([], new Targets([], column.Values), rows);
    }

    private static TargetColumn FromCategories(CategoryColumn column)
    {
        if (column.Categories.FirstOrDefault(name => name.Length > CheckpointDescription.MaximumClassLength) is { } longName)
        {
            throw new InvalidTargetException(string.Create(
                CultureInfo.InvariantCulture,
                $"The target '{column.Name}' has a value of {longName.Length:n0} characters. A class, which predictions repeat for each row, has ") +
                $"at most {CheckpointDescription.MaximumClassLength:n0}. Shorten the values, or choose another target.");
        }

        var isNumber = column.Categories.All(name => double.TryParse(name, CultureInfo.InvariantCulture, out _));
        string[] classes = isNumber
            ? [.. column.Categories
                .OrderBy(name => double.Parse(name, CultureInfo.InvariantCulture))
                .ThenBy(name => name, StringComparer.Ordinal)]
            : [.. column.Categories.Order(StringComparer.Ordinal)];
        var index = column.Categories.Select(name => Array.IndexOf(classes, name)).ToArray();
        return new TargetColumn(
            classes,
            new Targets(Array.ConvertAll(column.Codes, code => code == CategoryColumn.Missing ? 0 : index[code]), []),
            RowsWhere(column.Codes, code => code != CategoryColumn.Missing));
    }

    private static long[] RowsWhere<T>(T[] values, Predicate<T> isKnown) =>
        [.. Enumerable.Range(0, values.Length).Where(row => isKnown(values[row])).Select(row => (long)row)];
}
