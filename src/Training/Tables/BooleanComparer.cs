namespace LearnML.Training.Tables;

/// <summary>Takes all words for yes for the same, and all for no: a column has but one of each, and its readers may write another.</summary>
internal sealed class BooleanComparer : ValueComparer
{
    /// <summary>The words for no, and those for yes that go with them in a column; in capitals or not.</summary>
    public static IReadOnlyList<(string No, string Yes)> Words { get; } = [("false", "true"), ("no", "yes"), ("n", "y"), ("f", "t"), ("0", "1")];

    protected override bool TryRead(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        foreach (var (no, yes) in Words)
        {
            if (text.Equals(no, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            if (text.Equals(yes, StringComparison.OrdinalIgnoreCase))
            {
                value = 1;
                return true;
            }
        }

        return false;
    }
}
