using System.Buffers;
using System.Globalization;

namespace LearnML.Training.Tables.Values;

/// <summary>
/// Parses numbers with marks as people and spreadsheets write them: 1,234.50 and 1 234,50; $5 and 12 kg; 27.7%; (5) and 5- and −5 for
/// minus five; 1.2k and 3M.
/// </summary>
internal static class MarkedNumber
{
    private const int MaximumDigits = 64;
    private const int MaximumUnitLength = 12;

    private static readonly string[] CurrencyCodes =
    [
        "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "RMB", "INR", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "BRL", "MXN", "ZAR",
        "KRW", "HKD", "SGD", "TRY", "RUB", "Rs.", "Rs", "R$", "US$", "A$", "C$", "HK$", "S$", "kr",
    ];

    private static readonly SearchValues<char> FirstLetters = SearchValues.Create([.. CurrencyCodes.Select(code => code[0]).Distinct()]);

    /// <summary>Whether a text can be a number at all: it has a digit, and starts with a digit, a sign, a bracket, a mark or a currency.</summary>
    public static bool MayBeNumber(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('0', '9') && (!char.IsAsciiLetter(text[0]) || FirstLetters.Contains(text[0]));

    /// <summary>Parses a number.</summary>
    /// <param name="text">The text.</param>
    /// <param name="decimalMark">The decimal separator: a point or a comma.</param>
    /// <param name="number">The number.</param>
    /// <param name="unit">The part of the text that is the unit; empty if there is none.</param>
    /// <returns>False if the text is not a finite number within the range of float32.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, char decimalMark, out double number, out ReadOnlySpan<char> unit)
    {
        number = 0;
        unit = default;
        text = text.Trim();
        if (text.IndexOfAnyInRange('0', '9') < 0)
        {
            return false;
        }

        var negative = TakeSign(ref text);
        var prefix = TakePrefix(ref text);
        negative ^= prefix.Length > 0 && TakeSign(ref text);
        Span<char> digits = stackalloc char[MaximumDigits];
        if (!TryTakeDigits(ref text, decimalMark, digits, out var length))
        {
            return false;
        }

        var factor = TakeFactor(ref text);
        if (text is ['-' or '\u2212'] && !negative)
        {
            negative = true;
            text = [];
        }

        text = text.Trim();
        if ((prefix.Length > 0 && text.Length > 0) || !IsUnit(text))
        {
            return false;
        }

        unit = prefix.Length > 0 ? prefix : text;
        number = double.Parse(digits[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * (negative ? -factor : factor);
        return Math.Abs(number) <= float.MaxValue;
    }

    /// <summary>Takes a leading minus or plus sign, or the brackets that mean minus in accounts.</summary>
    private static bool TakeSign(scoped ref ReadOnlySpan<char> text)
    {
        if (text is ['(', .., ')'])
        {
            text = text[1..^1].Trim();
            return true;
        }

        if (text is ['-' or '+' or '\u2212' or '\u2013', ..])
        {
            var isNegative = text[0] != '+';
            text = text[1..].TrimStart();
            return isNegative;
        }

        return false;
    }

    /// <summary>Takes a currency before the digits. Other texts before digits, such as A12, are codes and not units.</summary>
    private static ReadOnlySpan<char> TakePrefix(scoped ref ReadOnlySpan<char> text)
    {
        var length = 0;
        if (text.Length > 0 && char.GetUnicodeCategory(text[0]) == UnicodeCategory.CurrencySymbol)
        {
            length = 1;
        }
        else if (text.Length > 0 && char.IsAsciiLetter(text[0]))
        {
            foreach (var code in CurrencyCodes)
            {
                if (code.Length > length && text.StartsWith(code, StringComparison.Ordinal))
                {
                    length = code.Length;
                }
            }
        }

        var prefix = text[..length];
        text = text[length..].TrimStart();
        return prefix;
    }

    /// <summary>
    /// Takes the digits with their decimal and group marks, and writes them without group marks. Groups have three digits. Between
    /// commas they may have two before the last group of three, as in India: 12,34,567. So 1.13.508 is a version and not a number. The first
    /// group must not start with 0: 0,123 has decimals.
    /// </summary>
    private static bool TryTakeDigits(scoped ref ReadOnlySpan<char> text, char decimalMark, scoped Span<char> digits, out int length)
    {
        length = 0;
        var (index, group, groupMark, groups, decimals) = (0, 0, '\0', 0, -1);
        for (; index < text.Length; index++)
        {
            var letter = text[index];
            if (char.IsAsciiDigit(letter))
            {
                group++;
                decimals += decimals >= 0 ? 1 : 0;
            }
            else if (letter == decimalMark && decimals < 0)
            {
                if (groups > 0 && group != 3)
                {
                    return false;
                }

                (decimals, letter) = (0, '.');
            }
            else if (decimals < 0 && IsGroupMark(letter, decimalMark) && (groups == 0 || letter == groupMark) && IsDigit(text, index + 1))
            {
                if (groups == 0 ? group is 0 or > 3 || text[0] == '0' : group != 3 && (group != 2 || groupMark != ','))
                {
                    return false;
                }

                (groupMark, groups, group) = (letter, groups + 1, 0);
                continue;
            }
            else
            {
                break;
            }

            if (length == digits.Length)
            {
                return false;
            }

            digits[length++] = letter;
        }

        text = text[index..];
        return length > (decimals >= 0 ? 1 : 0) && (decimals >= 0 || groups == 0 || group == 3);
    }

    private static bool IsGroupMark(char letter, char decimalMark) =>
        letter is ' ' or '\u00A0' or '\u202F' or '\u2009' or '\'' or '\u2019' or '_' || (letter is ',' or '.' && letter != decimalMark);

    private static bool IsDigit(ReadOnlySpan<char> text, int index) => index < text.Length && char.IsAsciiDigit(text[index]);

    /// <summary>Takes a letter directly behind the digits that means thousands or millions.</summary>
    private static double TakeFactor(scoped ref ReadOnlySpan<char> text)
    {
        var factor = text is ['k' or 'K'] ? 1e3 : text is ['M'] ? 1e6 : 1;
        text = factor > 1 ? [] : text;
        return factor;
    }

    private static bool IsUnit(ReadOnlySpan<char> text)
    {
        if (text.Length > MaximumUnitLength)
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            var fits = char.IsLetter(letter)
                || letter is '%' or '\u2030' or '\u00B0' or '\u00B5'
                || char.GetUnicodeCategory(letter) == UnicodeCategory.CurrencySymbol
                || (index > 0 && letter is '/' or '.' or '^' or '\u00B2' or '\u00B3' or '\u00B7' or ' ' or '-');
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }
}
