using System.Globalization;

namespace LearnML.Training.Tables.Values;

/// <summary>Shows numbers that are stored in 32 bits as they were written.</summary>
internal static class ShortestNumber
{
    /// <summary>
    /// Returns the number with the fewest digits that has the same 32-bit value: 0.1 for 0.10000000149. Other numbers stay as they are.
    /// </summary>
    public static double Of(double number) => (float)number == number && float.IsFinite((float)number)
        ? double.Parse(((float)number).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : number;
}
