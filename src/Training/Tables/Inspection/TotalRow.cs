using System.Buffers;
using System.Collections.Frozen;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Notices a row of totals: the last row, with a word such as "Total" that no other row has.</summary>
internal sealed class TotalRow
{
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        [
            "total", "totals", "grand total", "sum", "totaux", "total général", "total general", "total geral", "totaal", "totale", "totalt",
            "summe", "gesamt", "gesamtsumme", "suma", "razem", "toplam", "итого", "合计", "总计", "合計", "σ",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly SearchValues<char> FirstLetters = SearchValues.Create("tTgGsSrRиИ合总σΣ");
    private static readonly int MaximumLength = Words.Max(word => word.Length);

    private int firstLine;
    private int lastLine;

    /// <summary>Adds a cell.</summary>
    public void Add(int line, ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text.Length <= MaximumLength && FirstLetters.Contains(text[0]) && Lookup.Contains(text.TrimEnd(':')))
        {
            firstLine = firstLine == 0 ? line : firstLine;
            lastLine = line;
        }
    }

    /// <summary>Whether the row that begins at this line, the last one, is a row of totals.</summary>
    public bool Is(int line) => firstLine == line && lastLine == line;
}
