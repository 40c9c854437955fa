using LearnML.Contracts;

namespace LearnML.Training.Tables;

/// <summary>What could be the type of a column, by the texts in it.</summary>
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

    /// <summary>The line of the first text that is no number; null where all are.</summary>
    public int? FirstNoNumber { get; private set; }

    /// <summary>The line of the first text that is no date; null where all are.</summary>
    public int? FirstNoDate { get; private set; }

    /// <summary>Rows with a value.</summary>
    public int Count { get; private set; }

    /// <summary>Rows without one.</summary>
    public int Missing { get; private set; }

    /// <summary>Whether there are but two values, in capitals or not, which mean no and yes.</summary>
    public bool IsBoolean => firstWords.Count == 2 && BooleanComparer.Words.Any(pair =>
        firstWords.Contains(pair.No, StringComparer.OrdinalIgnoreCase) && firstWords.Contains(pair.Yes, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the rows are counted, from 0 or 1.</summary>
    public bool IsRowNumber => FirstNoNumber is null && first is 0 or 1 && rises && Missing == 0 && Count > 1;

    /// <summary>Whether all numbers are whole.</summary>
    public bool IsWhole => FirstNoNumber is null && isWhole;

    /// <summary>The type, as far as it does not depend on how many different values there are.</summary>
    public ColumnType Type => this switch
    {
        { Count: 0 } => ColumnType.Constant,
        { IsBoolean: true } => ColumnType.Boolean,
        { FirstNoNumber: null } => ColumnType.Numeric,
        { FirstNoDate: null } => ColumnType.Date,
        _ => ColumnType.Categorical,
    };

    /// <summary>Adds a row's text, and the line that it is in; an empty one is missing.</summary>
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

    /// <summary>Three different words are enough to know that there are not just two.</summary>
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
