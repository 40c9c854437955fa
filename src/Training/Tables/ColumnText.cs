using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>Infers the type of a column from its texts.</summary>
/// <param name="decimalMark">The decimal separator of numbers.</param>
internal sealed class ColumnText(char decimalMark)
{
    private readonly List<string> firstWords = [];
    private double first;
    private double last;
    private bool rises = true;
    private bool isWhole = true;

    /// <summary>The smallest number.</summary>
    public double Minimum { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest number.</summary>
    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>The line of the first text that is not a number; null if all texts are numbers.</summary>
    public int? FirstNoNumber { get; private set; }

    /// <summary>The line of the first text that is not a date; null if all texts are dates.</summary>
    public int? FirstNoDate { get; private set; }

    /// <summary>The number of rows with a value.</summary>
    public int Count { get; private set; }

    /// <summary>The number of rows without a value.</summary>
    public int Missing { get; private set; }

    /// <summary>Whether the column has exactly two values that mean no and yes, in any letter case.</summary>
    public bool IsBoolean => firstWords.Count == 2 && BooleanComparer.Words.Any(pair =>
        firstWords.Contains(pair.No, StringComparer.OrdinalIgnoreCase) && firstWords.Contains(pair.Yes, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the values are row numbers: 0, 1, 2, ... or 1, 2, 3, ..., none missing.</summary>
    public bool IsRowNumber => FirstNoNumber is null && first is 0 or 1 && rises && Missing == 0 && Count > 1;

    /// <summary>Whether all values are whole numbers.</summary>
    public bool IsWhole => FirstNoNumber is null && isWhole;

    /// <summary>The inferred type. Types that depend on the number of distinct values are decided later.</summary>
    public ColumnType Type => this switch
    {
        { Count: 0 } => ColumnType.Constant,
        { IsBoolean: true } => ColumnType.Boolean,
        { FirstNoNumber: null } => ColumnType.Numeric,
        { FirstNoDate: null } => ColumnType.Date,
        _ => ColumnType.Categorical,
    };

    /// <summary>Adds the text of one row; an empty text is a missing value.</summary>
    /// <param name="text">The text.</param>
    /// <param name="line">The line of the file at which the row begins, from 1.</param>
    public void Add(ReadOnlySpan<char> text, int line)
    {
        if (text.IsEmpty)
        {
            Missing++;
            return;
        }

        Count++;
        RememberWord(text);
        if (FirstNoNumber is null)
        {
            if (NumberText.TryParse(text, decimalMark, out var number))
            {
                first = Count == 1 ? number : first;
                rises &= Count == 1 || number == last + 1;
                isWhole &= number == Math.Floor(number);
                last = number;
                Minimum = Math.Min(Minimum, number);
                Maximum = Math.Max(Maximum, number);
            }
            else
            {
                FirstNoNumber = line;
            }
        }

        if (FirstNoDate is null && !DateText.TryParse(text, out _))
        {
            FirstNoDate = line;
        }
    }

    /// <summary>Keeps at most three distinct texts: three are enough to know that the column is not boolean.</summary>
    private void RememberWord(ReadOnlySpan<char> text)
    {
        if (firstWords.Count > 2)
        {
            return;
        }

        foreach (var word in firstWords)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }

        firstWords.Add(text.Length > "false".Length ? "" : text.ToString());
    }
}
