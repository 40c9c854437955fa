using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>Collects whether all words of a column mean no or yes, in whatever spelling and order.</summary>
internal sealed class WordEvidence
{
    private bool hasNo;
    private bool hasYes;
    private bool hasMinusOne;
    private bool hasOther;
    private bool isOnlyPlus = true;

    /// <summary>Whether the column has words for no and for yes, and no other words.</summary>
    public bool IsBoolean => !hasOther && hasYes && hasNo != hasMinusOne;

    /// <summary>Whether the column has only the word +, so that - beside it means no.</summary>
    public bool IsOnlyPlus => isOnlyPlus && hasYes && !hasOther;

    /// <summary>Adds a word.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (hasOther)
        {
            return;
        }

        var word = BooleanComparer.Instance.Parse(text);
        hasOther = word is null;
        hasYes |= word == 1;
        hasNo |= word == 0;
        hasMinusOne |= word == -1;
        isOnlyPlus &= text is ['+'];
    }
}
