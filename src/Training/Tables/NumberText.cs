using System.Globalization;

namespace LearnML.Training.Tables;

/// <summary>Numbers as they are written in tables.</summary>
internal static class NumberText
{
    /// <summary>
    /// So many digits a double holds. A mantissa below 2^53 and a power of ten up to 22 are exact in double precision, and so is
    /// rounded their quotient only once (Clinger 1990, https://doi.org/10.1145/93542.93557).
    /// </summary>
    public const int ExactDigits = 15;

    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23).Select(power => Math.Pow(10, power))];

    private static readonly NumberFormatInfo Comma = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = " " };

    /// <summary>Reads a finite number that a float32 can hold.</summary>
    /// <param name="text">The number, perhaps with spaces around it.</param>
    /// <param name="decimalMark">Before its decimals: a point or a comma.</param>
    /// <param name="number">The number; one that a float32 cannot hold too.</param>
    public static bool TryParse(ReadOnlySpan<char> text, char decimalMark, out double number)
    {
        if (!TryParsePlain(text, decimalMark, out number))
        {
            var format = decimalMark == ',' ? Comma : NumberFormatInfo.InvariantInfo;
            const NumberStyles Styles = NumberStyles.Float & ~NumberStyles.AllowThousands;
            if (!double.TryParse(text, Styles, format, out number))
            {
                return false;
            }
        }

        return Math.Abs(number) <= float.MaxValue;
    }

    /// <summary>Why it was not read.</summary>
    public static string WhyNot(ReadOnlySpan<char> text, double number) =>
        Math.Abs(number) > float.MaxValue ? $"'{text}' is no number that a float32 can hold" : $"'{text}' is no number";

    /// <summary>Reads what most numbers are: a sign, a few digits, a decimal mark, a few digits.</summary>
    private static bool TryParsePlain(ReadOnlySpan<char> text, char decimalMark, out double number)
    {
        number = 0;
        var (index, negative) = (0, false);
        if (text.Length > 0 && text[0] == '-')
        {
            (index, negative) = (1, true);
        }

        long mantissa = 0;
        var (digits, decimals, marked) = (0, 0, false);
        for (; index < text.Length; index++)
        {
            var digit = text[index] - '0';
            if ((uint)digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                digits++;
                decimals += marked ? 1 : 0;
            }
            else if (text[index] == decimalMark && !marked)
            {
                marked = true;
            }
            else
            {
                return false;
            }
        }

        number = (negative ? -mantissa : mantissa) / PowersOfTen[Math.Min(decimals, 22)];
        return digits is > 0 and <= ExactDigits;
    }
}
