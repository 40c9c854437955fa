namespace LearnML.Training.Tables;

/// <summary>Takes 1, 1.0 and 01 for the same; numbers with more digits than can be held are told apart by their letters.</summary>
/// <param name="decimalMark">Before the decimals of numbers.</param>
internal sealed class NumberComparer(char decimalMark) : ValueComparer
{
    protected override bool TryRead(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        return text.Length <= NumberText.ExactDigits && NumberText.TryParse(text, decimalMark, out value);
    }
}
