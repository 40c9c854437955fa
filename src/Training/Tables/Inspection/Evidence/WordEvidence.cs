using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>Collects the distinct words of a column, to see whether they mean yes and no. It keeps at most three.</summary>
internal sealed class WordEvidence
{
    private const int LongestWord = 8;

    private readonly List<string> words = [];

    /// <summary>Whether the column has exactly two values that mean no and yes.</summary>
    public bool IsBoolean => words.Count == 2 && BooleanComparer.IsPair(words[0], words[1]);

    /// <summary>Whether the column has only the word +, so that - beside it means no.</summary>
    public bool IsOnlyPlus => words is ["+"];

    /// <summary>Adds a word.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (words.Count > 2)
        {
            return;
        }

        var comparer = BooleanComparer.Instance;
        foreach (var word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase) || comparer.Equals(text, word))
            {
                return;
            }
        }

        words.Add(text.Length > LongestWord ? $"{words.Count} is too long" : text.ToString());
    }
}
