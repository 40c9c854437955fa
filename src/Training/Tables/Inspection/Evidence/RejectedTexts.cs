namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>The texts of a column that do not fit a type. It keeps only the first text: one is enough to know whether all are the same.</summary>
internal sealed class RejectedTexts
{
    private const int MaximumLength = 100;

    /// <summary>The number of texts.</summary>
    public int Count { get; private set; }

    /// <summary>The text, if all are the same; null if there are none or several.</summary>
    public string? OnlyText { get; private set; }

    /// <summary>Adds a text.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (Count++ == 0)
        {
            OnlyText = text.Length <= MaximumLength ? text.ToString() : null;
        }
        else if (OnlyText is not null && !text.SequenceEqual(OnlyText))
        {
            OnlyText = null;
        }
    }
}
