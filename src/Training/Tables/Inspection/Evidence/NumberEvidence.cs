using System.Buffers;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>
/// Collects which cells of a column are numbers, under each decimal separator at once. Cells without marks are the same number under
/// both; 1,5 is a number only with a comma; 1,234 is 1234 or 1.234.
/// </summary>
internal sealed class NumberEvidence
{
    private const int AmbiguousDecimals = 3;
    private static readonly int LongGroupLength = "123 456 789".Length;
    private static readonly SearchValues<char> GroupCharacters = SearchValues.Create("0123456789 .,'");

    private readonly NumberCells plain = new();
    private readonly NumberCells point = new();
    private readonly NumberCells comma = new();
    private double firstNumber;
    private double lastNumber;
    private bool isConsecutive = true;
    private bool haveGroupsOneLength = true;
    private int groupLength;
    private int longGroups;
    private bool hasComma;
    private string? pointGroupExample;

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

    /// <summary>The number of cells of nine or more digits in groups, all equally long.</summary>
    public int LongGroups => haveGroupsOneLength ? longGroups : 0;

    /// <summary>Whether some cells have a letter that means thousands or millions, as 1.2k and 3M.</summary>
    public bool HasFactors { get; private set; }

    /// <summary>The number of cells in brackets, which mean minus in accounts.</summary>
    public int Brackets { get; private set; }

    /// <summary>The first of these cells.</summary>
    public string? BracketExample { get; private set; }

    /// <summary>The first cell with several points, which are then marks between thousands; null if a cell has a comma.</summary>
    public string? PointGroupExample => hasComma ? null : pointGroupExample;

    /// <summary>The number of cells that are numbers.</summary>
    public int Count => plain.Count + Math.Max(point.Count, comma.Count);

    /// <summary>The number of cells that are numbers with a point or with a comma, some with the one and some with the other.</summary>
    public int CountWithAnyMark => plain.Count + PointOnly + CommaOnly + Ambiguous;

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

    /// <summary>Adds a cell if it is a number of digits only, or with a point that cannot be a mark between thousands.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="isWhole">Whether it is a number without a point.</param>
    /// <returns>False if it is not such a number, and was not added.</returns>
    public bool TryAddSimple(ReadOnlySpan<char> text, out bool isWhole)
    {
        isWhole = false;
        if (!NumberParser.TryParseSimple(text, '.', out var number, out var decimals))
        {
            return false;
        }

        if (decimals < 0)
        {
            isWhole = true;
            AddWhole(text, number);
        }
        else if (decimals == AmbiguousDecimals)
        {
            AddMarked(text);
        }
        else
        {
            point.Add(number);
            PointOnly++;
        }

        return true;
    }

    /// <summary>Adds a cell that may have marks, or may not be a number.</summary>
    public void AddMarked(ReadOnlySpan<char> text)
    {
        if (!MarkedNumber.MayBeNumber(text))
        {
            Rejected.Add(text);
            return;
        }

        CountSpecialForms(text);
        var withPoint = TryRead(text, '.', out var pointNumber, out var pointUnit);
        var withComma = TryRead(text, ',', out var commaNumber, out var commaUnit);
        if (!withPoint && !withComma)
        {
            Rejected.Add(text);
        }
        else if (withPoint && withComma && pointNumber == commaNumber)
        {
            CountBrackets(text);
            plain.Add(pointNumber, pointUnit, text.Length);
            isConsecutive = false;
            LongDigits += text.Length > NumberParser.MaximumExactDigits && text.IndexOfAnyExceptInRange('0', '9') < 0 ? 1 : 0;
        }
        else
        {
            CountMarks(text, withPoint, withComma);
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

    /// <summary>Returns the cells that one decimal separator reads.</summary>
    public NumberCells With(char decimalMark) => NumberCells.Combine(plain, decimalMark == ',' ? comma : point);

    private void AddWhole(ReadOnlySpan<char> text, double number)
    {
        firstNumber = plain.Count == 0 ? number : firstNumber;
        isConsecutive &= plain.Count == 0 || number == lastNumber + 1;
        lastNumber = number;
        LeadingZeros += text.Length > 1 && text[0] == '0' ? 1 : 0;
        plain.Add(number, text.Length);
    }

    private void CountBrackets(ReadOnlySpan<char> text)
    {
        if (text is ['(', .., ')'])
        {
            Brackets++;
            BracketExample ??= text.ToString();
        }
    }

    private void CountMarks(ReadOnlySpan<char> text, bool withPoint, bool withComma)
    {
        CountBrackets(text);
        hasComma |= text.Contains(',');
        if (pointGroupExample is null && !withPoint && text.Count('.') > 1)
        {
            pointGroupExample = text.ToString();
        }

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

    private void CountSpecialForms(ReadOnlySpan<char> text)
    {
        HasFactors |= text is [.., >= '0' and <= '9', 'k' or 'K' or 'M'];
        if (text.Length >= LongGroupLength && !text.ContainsAnyExcept(GroupCharacters))
        {
            haveGroupsOneLength &= longGroups == 0 || text.Length == groupLength;
            groupLength = text.Length;
            longGroups++;
        }
    }

    private static bool TryRead(ReadOnlySpan<char> text, char decimalMark, out double number, out ReadOnlySpan<char> unit)
    {
        unit = default;
        return NumberParser.TryParse(text, decimalMark, out number) || MarkedNumber.TryParse(text, decimalMark, out number, out unit);
    }
}
