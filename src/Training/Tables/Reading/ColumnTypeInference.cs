using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Reading;

/// <summary>Infers the type of a column from its texts.</summary>
/// <param name="decimalMark">The decimal separator of numbers.</param>
internal sealed class ColumnTypeInference(char decimalMark)
{
    private readonly List<string> distinctTexts = [];
    private double firstNumber;
    private double lastNumber;
    private bool isConsecutive = true;
    private bool isWhole = true;

    /// <summary>The smallest number.</summary>
    public double Minimum { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest number.</summary>
    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>The line of the first text that is not a number; null if all texts are numbers.</summary>
    public int? FirstNonNumberLine { get; private set; }

    /// <summary>The line of the first text that is not a date; null if all texts are dates.</summary>
    public int? FirstNonDateLine { get; private set; }

    /// <summary>The number of rows with a value.</summary>
    public int ValueCount { get; private set; }

    /// <summary>The number of rows without a value.</summary>
    public int MissingCount { get; private set; }

    /// <summary>Whether the column has exactly two values that mean no and yes, in any letter case.</summary>
    public bool IsBoolean => distinctTexts.Count == 2 && BooleanComparer.WordPairs.Any(pair =>
        distinctTexts.Contains(pair.No, StringComparer.OrdinalIgnoreCase) && distinctTexts.Contains(pair.Yes, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the values are row numbers: 0, 1, 2, ... or 1, 2, 3, ..., none missing.</summary>
    public bool IsRowNumber => FirstNonNumberLine is null && firstNumber is 0 or 1 && isConsecutive && MissingCount == 0 && ValueCount > 1;

    /// <summary>Whether all values are whole numbers.</summary>
    public bool IsWhole => FirstNonNumberLine is null && isWhole;

    /// <summary>The inferred type. Types that depend on the number of distinct values are decided later.</summary>
    public ColumnType Type => this switch
    {
        { ValueCount: 0 } => ColumnType.Constant,
        { IsBoolean: true } => ColumnType.Boolean,
        { FirstNonNumberLine: null } => ColumnType.Numeric,
        { FirstNonDateLine: null } => ColumnType.Date,
        _ => ColumnType.Categorical,
    };

    /// <summary>Adds the text of one row; an empty text is a missing value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="line">The line of the file at which the row begins, from 1.</param>
    public void Add(ReadOnlySpan<char> text, int line)
    {
        if (text.IsEmpty)
        {
            MissingCount++;
            return;
        }

        ValueCount++;
        AddDistinctText(text);
        if (FirstNonNumberLine is null)
        {
            if (NumberParser.TryParse(text, decimalMark, out var number))
            {
                firstNumber = ValueCount == 1 ? number : firstNumber;
                isConsecutive &= ValueCount == 1 || number == lastNumber + 1;
                isWhole &= number == Math.Floor(number);
                lastNumber = number;
                Minimum = Math.Min(Minimum, number);
                Maximum = Math.Max(Maximum, number);
            }
            else
            {
                FirstNonNumberLine = line;
            }
        }

        if (FirstNonDateLine is null && !DateParser.TryParse(text, out _))
        {
            FirstNonDateLine = line;
        }
    }

    /// <summary>Keeps at most three distinct texts: three are enough to know that the column is not boolean.</summary>
    private void AddDistinctText(ReadOnlySpan<char> text)
    {
        if (distinctTexts.Count > 2)
        {
            return;
        }

        foreach (var word in distinctTexts)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }

        distinctTexts.Add(text.Length > "false".Length ? "" : text.ToString());
    }
}
