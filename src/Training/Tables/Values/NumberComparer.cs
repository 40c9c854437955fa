namespace LearnML.Training.Tables.Values;

/// <summary>Treats 1, 1.0 and 01 as equal. Numbers with more digits than a double can hold are compared as text.</summary>
/// <param name="decimalMark">The decimal separator of numbers.</param>
internal sealed class NumberComparer(char decimalMark) : ValueComparer
{
    protected override bool TryParseValue(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        return text.Length <= NumberParser.MaximumExactDigits && NumberParser.TryParse(text, decimalMark, out value);
    }
}
