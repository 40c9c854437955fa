namespace LearnML.Training.Tables.Values;

/// <summary>Treats 1, 1.0 and 01 as equal. Numbers with more digits than a double can hold are compared as text.</summary>
/// <param name="reader">Reads the numbers of the column.</param>
internal sealed class NumberComparer(NumberReader reader) : ValueComparer
{
    protected override bool TryParseValue(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        return text.Length <= NumberParser.MaximumExactDigits && reader.TryRead(text, out value);
    }
}
