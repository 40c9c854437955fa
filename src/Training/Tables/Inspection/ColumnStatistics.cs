using System.IO.Hashing;
using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Inspection.Evidence;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Computes the statistics of one column: the number of distinct values, those of its type, and the cells that do not fit it.</summary>
/// <param name="reading">How the column is read: the result of the first pass.</param>
/// <param name="marks">The fields that mean a missing value in this column.</param>
/// <param name="decimalMark">The decimal separator of the file.</param>
/// <param name="budget">How much of the column is kept in memory.</param>
internal sealed class ColumnStatistics(ColumnReading reading, MissingMarks marks, char decimalMark, ColumnBudget budget)
{
    private readonly NumberReader numberReader = NumberReader.Create(reading.Format, decimalMark);
    private readonly DateReader dateReader = DateReader.Create(reading.Format);
    private readonly NumberReader nearlyNumberReader = NumberReader.Create(reading.NearlyFormat, decimalMark);
    private readonly DateReader nearlyDateReader = DateReader.Create(reading.NearlyFormat);
    private readonly DistinctCounter distinctCounter = new(budget.ExactValues);
    private readonly NumberStatistics? numbers = reading.Type == ColumnType.Numeric ? new(reading.Minimum, reading.Maximum) : null;
    private readonly DateStatistics? dates = reading.Type == ColumnType.Date ? new() : null;
    private readonly CategoryStatistics? categories = reading.Type is ColumnType.Numeric or ColumnType.Date ? null : new(reading.Type, budget);

    /// <summary>The number of rows with a value that fits.</summary>
    public int Count { get; private set; }

    /// <summary>The number of rows without a value, or with one that does not fit.</summary>
    public int MissingCount { get; private set; }

    /// <summary>The number of rows without a value, except cells with a text that has a doubt of its own.</summary>
    public int EmptyCount => MissingCount - Invalid.Count - ColumnMarks.Count;

    /// <summary>The cells that do not fit the type.</summary>
    public CellExamples Invalid { get; } = new();

    /// <summary>The cells with a text that means a missing value in this column only.</summary>
    public CellExamples ColumnMarks { get; } = new();

    /// <summary>The cells of a column of texts that are no numbers or dates, although most of its cells are.</summary>
    public CellExamples Mixed { get; } = new();

    /// <summary>The cells of a column of texts with a text that means a missing value in the whole file.</summary>
    public CellExamples FileMarks { get; } = new();

    /// <summary>The number of distinct values; an estimate if there are many.</summary>
    public int DistinctCount => reading.Type == ColumnType.Boolean ? categories!.DistinctCount : distinctCounter.Count;

    /// <summary>Whether all values are distinct. If their number is an estimate, whether more than 95 % are.</summary>
    public bool AreAllDistinct => distinctCounter.IsExact ? DistinctCount == Count : DistinctCount > TableInspector.AllDistinctShare * Count;

    /// <summary>The summary of a numeric column; null if the column has no values or is not numeric.</summary>
    public NumberSummary? Numbers => numbers?.CreateSummary();

    /// <summary>The date range, to the minute; null if the column has no values or is not a date column.</summary>
    public DateSummary? Dates => dates?.Summary;

    /// <summary>The most frequent values, the most frequent first; null for numbers and dates.</summary>
    public IReadOnlyList<CategoryCount>? MostFrequent => categories?.MostFrequent;

    /// <summary>The groups of categories that differ only by case or spaces; empty for numbers, dates and booleans.</summary>
    public IReadOnlyList<IReadOnlyList<CategoryCount>> SimilarCategories =>
        reading.Type == ColumnType.Categorical ? categories!.FindSimilar() : [];

    /// <summary>Adds the text of one row.</summary>
    public void Add(int line, ReadOnlySpan<char> cell)
    {
        if (marks.IsMissing(cell))
        {
            MissingCount++;
            if (!cell.IsEmpty && reading.Format?.MissingMarks is { } columnMarks && columnMarks.Contains(cell.ToString()))
            {
                ColumnMarks.Add(line, cell);
            }
            else if (!cell.IsEmpty && categories is not null)
            {
                FileMarks.Add(line, cell);
            }
        }
        else if (numbers is not null)
        {
            AddNumber(line, cell);
        }
        else if (dates is not null)
        {
            AddDate(line, cell);
        }
        else
        {
            Count++;
            distinctCounter.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(cell)));
            categories!.Add(cell);
            if (reading.NearlyType is { } nearlyType && !FitsNearly(nearlyType, cell) && !MissingMarks.IsUsual(cell))
            {
                Mixed.Add(line, cell);
            }
        }
    }

    private void AddNumber(int line, ReadOnlySpan<char> cell)
    {
        if (numberReader.TryRead(cell, out var number))
        {
            Count++;
            distinctCounter.Add(number);
            numbers!.Add(number);
        }
        else
        {
            AddInvalid(line, cell);
        }
    }

    private void AddDate(int line, ReadOnlySpan<char> cell)
    {
        if (dateReader.TryRead(cell, out var date))
        {
            Count++;
            distinctCounter.Add(date.Ticks);
            dates!.Add(date);
        }
        else
        {
            AddInvalid(line, cell);
        }
    }

    private bool FitsNearly(ColumnType type, ReadOnlySpan<char> cell) =>
        type == ColumnType.Date ? nearlyDateReader.TryRead(cell, out _) : nearlyNumberReader.TryRead(cell, out _);

    /// <summary>Returns how many cells of a column of texts have a text; only the first 100,000 distinct texts are counted.</summary>
    public int CountOf(string text) => categories?.CountOf(text) ?? 0;

    private void AddInvalid(int line, ReadOnlySpan<char> cell)
    {
        MissingCount++;
        Invalid.Add(line, cell);
    }
}
