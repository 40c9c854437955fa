using System.Globalization;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Counts cells, and keeps the lines and texts of the first ones.</summary>
internal sealed class CellExamples
{
    private const int MaximumCount = 5;
    private const int MaximumTextLength = 40;

    private readonly List<int> lines = [];
    private readonly List<string> texts = [];

    /// <summary>The number of cells.</summary>
    public int Count { get; private set; }

    /// <summary>The lines of the first cells, at most 5.</summary>
    public IReadOnlyList<int> Lines => lines;

    /// <summary>The first distinct texts, at most 5, each at most 40 characters long.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>Returns the texts in quotes, for messages.</summary>
    public string ListTexts() => string.Join(", ", texts.Select(text => $"'{text}'"));

    /// <summary>Returns the lines and the texts, for messages: lines 3, 7: 'x', 'y'.</summary>
    public string Describe()
    {
        var numbers = string.Join(", ", lines.Select(line => line.ToString(CultureInfo.InvariantCulture)));
        return $"{(lines.Count > 1 ? "lines" : "line")} {numbers}{(Count > lines.Count ? ", ..." : "")}: {ListTexts()}";
    }

    /// <summary>Returns a text, or the start of a long one.</summary>
    public static string Shorten(ReadOnlySpan<char> text) => text.Length > MaximumTextLength ? $"{text[..MaximumTextLength]}..." : text.ToString();

    /// <summary>Adds a cell.</summary>
    public void Add(int line, ReadOnlySpan<char> text)
    {
        Count++;
        if (lines.Count < MaximumCount)
        {
            lines.Add(line);
        }

        if (texts.Count < MaximumCount)
        {
            var shown = Shorten(text);
            if (!texts.Contains(shown))
            {
                texts.Add(shown);
            }
        }
    }
}
