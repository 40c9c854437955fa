using System.Globalization;

namespace LearnML.Training.Tables.Values;

/// <summary>Parses numbers.</summary>
internal static class NumberParser
{
    /// <summary>
    /// The number of decimal digits that a double represents exactly. A mantissa below 2^53 and a power of ten up to 22 are exact in double
    /// precision, so their quotient is rounded only once and is correct (Clinger 1990, https://doi.org/10.1145/93542.93557).
    /// </summary>
    public const int MaximumExactDigits = 15;

    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23).Select(power => Math.Pow(10, power))];

    private static readonly NumberFormatInfo DecimalCommaFormat = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = " " };

    /// <summary>Parses a finite number within the range of float32.</summary>
    /// <param name="text">The number, perhaps with spaces around it.</param>
    /// <param name="decimalMark">The decimal separator: a point or a comma.</param>
    /// <param name="number">The number, also if it is out of the range of float32.</param>
    /// <returns>False if the text is not a number, or the number is out of range.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, char decimalMark, out double number)
    {
        if (!TryParseSimple(text, decimalMark, out number, out _))
        {
            var format = decimalMark == ',' ? DecimalCommaFormat : NumberFormatInfo.InvariantInfo;
            const NumberStyles Styles = NumberStyles.Float & ~NumberStyles.AllowThousands;
            if (!double.TryParse(text, Styles, format, out number))
            {
                return false;
            }
        }

        return Math.Abs(number) <= float.MaxValue;
    }

    /// <summary>Parses the common form fast: an optional minus sign, a few digits, an optional decimal separator, a few digits.</summary>
    /// <param name="text">The number.</param>
    /// <param name="decimalMark">The decimal separator: a point or a comma.</param>
    /// <param name="number">The number.</param>
    /// <param name="decimals">The number of digits behind the decimal separator; -1 if there is no separator.</param>
    /// <returns>False if the text does not have this form.</returns>
    public static bool TryParseSimple(ReadOnlySpan<char> text, char decimalMark, out double number, out int decimals)
    {
        (number, decimals) = (0, -1);
        var (index, negative) = (0, false);
        if (text.Length > 0 && text[0] == '-')
        {
            (index, negative) = (1, true);
        }

        long mantissa = 0;
        var (start, mark) = (index, -1);
        for (; index < text.Length; index++)
        {
            var digit = text[index] - '0';
            if ((uint)digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
            }
            else if (text[index] == decimalMark && mark < 0)
            {
                mark = index;
            }
            else
            {
                return false;
            }
        }

        decimals = mark < 0 ? -1 : text.Length - mark - 1;
        number = (negative ? -mantissa : mantissa) / PowersOfTen[Math.Clamp(decimals, 0, 22)];
        return text.Length - start - (mark < 0 ? 0 : 1) is > 0 and <= MaximumExactDigits;
    }

    /// <summary>Explains why <see cref="TryParse"/> returned false.</summary>
    public static string ExplainFailure(ReadOnlySpan<char> text, double number) =>
        Math.Abs(number) > float.MaxValue
            ? $"'{text}' is out of range: a float32 holds numbers from -3.4e38 to 3.4e38"
            : $"'{text}' is not a number";
}
