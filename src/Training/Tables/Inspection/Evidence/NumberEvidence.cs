using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>
/// Collects which cells of a column are numbers, under each decimal separator at once. Cells without marks are the same number under
/// both; 1,5 is a number only with a comma; 1,234 is 1234 or 1.234.
/// </summary>
internal sealed class NumberEvidence
{
    private const int AmbiguousDecimals = 3;

    private readonly NumberCells plain = new();
    private readonly NumberCells point = new();
    private readonly NumberCells comma = new();
    private double firstNumber;
    private double lastNumber;
    private bool isConsecutive = true;

    /// <summary>The number of cells that only a point reads.</summary>
    public int PointOnly { get; private set; }

    /// <summary>The number of cells that only a comma reads.</summary>
    public int CommaOnly { get; private set; }

    /// <summary>The number of cells that are one number with a point and another with a comma.</summary>
    public int Ambiguous { get; private set; }

    /// <summary>The first of these cells.</summary>
    public string? AmbiguousExample { get; private set; }

    /// <summary>The number of cells that are digits only and start with 0, as codes do.</summary>
    public int LeadingZeros { get; private set; }

    /// <summary>The number of cells that are more digits than a double keeps.</summary>
    public int LongDigits { get; private set; }

    /// <summary>The cells that are not numbers.</summary>
    public RejectedTexts Rejected { get; } = new();

    /// <summary>Whether the numbers without marks are all below 1000 in magnitude, as they are if larger ones have marks between thousands.</summary>
    public bool ArePlainBelowThousand => plain.Maximum < 1000 && plain.Minimum > -1000;

    /// <summary>Whether the column has numbers without marks.</summary>
    public bool HasPlain => plain.Count > 0;

    /// <summary>Whether some cells have a decimal or a group mark.</summary>
    public bool HasDecimals => point.Count + comma.Count > 0;

    /// <summary>Whether all cells are digits only, and equally many.</summary>
    public bool IsFixedWidth => !HasDecimals && plain.IsFixedWidth;

    /// <summary>Whether the cells are whole numbers that rise by one.</summary>
    public bool IsConsecutive => !HasDecimals && Rejected.Count == 0 && isConsecutive && plain.Count > 1;

    /// <summary>Whether the first number is 0 or 1.</summary>
    public bool StartsAtZeroOrOne => firstNumber is 0 or 1;

    /// <summary>Adds a cell.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (!NumberParser.TryParseSimple(text, '.', out var number))
        {
            AddMarked(text);
        }
        else if (text.IndexOf('.') is var mark && mark < 0)
        {
            AddWhole(text, number);
        }
        else if (text.Length - mark - 1 == AmbiguousDecimals)
        {
            AddMarked(text);
        }
        else
        {
            point.Add(number, default);
            PointOnly++;
        }
    }

    /// <summary>Returns the cells that one decimal separator reads.</summary>
    public NumberCells With(char decimalMark) => NumberCells.Combine(plain, decimalMark == ',' ? comma : point);

    private void AddWhole(ReadOnlySpan<char> text, double number)
    {
        firstNumber = plain.Count == 0 ? number : firstNumber;
        isConsecutive &= plain.Count == 0 || number == lastNumber + 1;
        lastNumber = number;
        LeadingZeros += text.Length > 1 && text[0] == '0' ? 1 : 0;
        plain.Add(number, default, text.Length);
    }

    private void AddMarked(ReadOnlySpan<char> text)
    {
        var withPoint = TryRead(text, '.', out var pointNumber, out var pointUnit);
        var withComma = TryRead(text, ',', out var commaNumber, out var commaUnit);
        if (!withPoint && !withComma)
        {
            Rejected.Add(text);
        }
        else if (withPoint && withComma && pointNumber == commaNumber)
        {
            plain.Add(pointNumber, pointUnit, text.Length);
            isConsecutive = false;
            LongDigits += text.Length > NumberParser.MaximumExactDigits && text.IndexOfAnyExceptInRange('0', '9') < 0 ? 1 : 0;
        }
        else
        {
            AddMarked(text, withPoint, withComma);
            if (withPoint)
            {
                point.Add(pointNumber, pointUnit);
            }

            if (withComma)
            {
                comma.Add(commaNumber, commaUnit);
            }
        }
    }

    private void AddMarked(ReadOnlySpan<char> text, bool withPoint, bool withComma)
    {
        if (withPoint && withComma)
        {
            Ambiguous++;
            AmbiguousExample ??= text.ToString();
        }
        else
        {
            PointOnly += withPoint ? 1 : 0;
            CommaOnly += withComma ? 1 : 0;
        }
    }

    private static bool TryRead(ReadOnlySpan<char> text, char decimalMark, out double number, out ReadOnlySpan<char> unit)
    {
        unit = default;
        return NumberParser.TryParse(text, decimalMark, out number) || MarkedNumber.TryParse(text, decimalMark, out number, out unit);
    }
}
