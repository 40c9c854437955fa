using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Relations;

/// <summary>The values of a column in the rows of a sample: numbers, or categories.</summary>
/// <param name="name">The column's name.</param>
/// <param name="slices">The number of parts of the table whose missing values are counted.</param>
internal sealed class SampledColumn(string name, int slices)
{
    private readonly Dictionary<string, int> codesByCategory = new(StringComparer.Ordinal);
    private readonly List<string> categories = [];
    private readonly List<double> numbers = [];
    private readonly List<int> codes = [];

    /// <summary>The column's name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the column has numbers or dates.</summary>
    public bool IsNumeric { get; private set; }

    /// <summary>The numbers, or the dates in milliseconds since 1970 in UTC; NaN if missing. Empty for categories.</summary>
    public IReadOnlyList<double> Numbers => numbers;

    /// <summary>
    /// The categories, as an index into <see cref="Categories"/>; <see cref="CategoryColumn.Missing"/> if missing. Empty for numbers.
    /// </summary>
    public IReadOnlyList<int> Codes => codes;

    /// <summary>The distinct categories.</summary>
    public IReadOnlyList<string> Categories => categories;

    /// <summary>The number of missing values in each part of the table.</summary>
    public int[] MissingBySlice { get; } = new int[slices];

    /// <summary>Whether a row of the sample has no value.</summary>
    public bool IsMissing(int row) => IsNumeric ? double.IsNaN(numbers[row]) : codes[row] == CategoryColumn.Missing;

    /// <summary>Adds rows of the table.</summary>
    /// <param name="column">The column in the next rows of the table.</param>
    /// <param name="chosen">The rows to keep.</param>
    /// <param name="sliceOf">The part of the table that a row belongs to.</param>
    public void Add(Column column, IReadOnlyList<int> chosen, Func<int, int> sliceOf)
    {
        switch (column)
        {
            case NumberColumn values:
                Add(chosen, row => values[row], row => float.IsNaN(values.Values[row]), sliceOf, column.RowCount);
                break;
            case DateColumn dates:
                Add(chosen, row => ToMilliseconds(dates.Ticks[row]), row => dates.Ticks[row] == DateColumn.Missing, sliceOf, column.RowCount);
                break;
            case CategoryColumn values:
                codes.AddRange(chosen.Select(row => values.Codes[row])
                    .Select(code => code == CategoryColumn.Missing ? CategoryColumn.Missing : CodeOf(values.Categories[code])));
                CountMissing(row => values.Codes[row] == CategoryColumn.Missing, sliceOf, column.RowCount);
                break;
            default:
                throw new NotSupportedException($"A {column.GetType().Name} has no values to sample.");
        }
    }

    private static double ToMilliseconds(long ticks) => ticks == DateColumn.Missing
        ? double.NaN
        : (ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerMillisecond;

    private void Add(IReadOnlyList<int> chosen, Func<int, double> valueOf, Func<int, bool> isMissing, Func<int, int> sliceOf, int rows)
    {
        IsNumeric = true;
        numbers.AddRange(chosen.Select(valueOf));
        CountMissing(isMissing, sliceOf, rows);
    }

    private void CountMissing(Func<int, bool> isMissing, Func<int, int> sliceOf, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            if (isMissing(row))
            {
                MissingBySlice[sliceOf(row)]++;
            }
        }
    }

    private int CodeOf(string category)
    {
        if (!codesByCategory.TryGetValue(category, out var code))
        {
            codesByCategory.Add(category, code = categories.Count);
            categories.Add(category);
        }

        return code;
    }
}
