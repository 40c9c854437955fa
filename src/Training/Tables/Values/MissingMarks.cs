using System.Buffers;
using System.Collections.Frozen;
using LearnML.Contracts;

namespace LearnML.Training.Tables.Values;

/// <summary>The fields that mean a missing value: the empty field and the given marks.</summary>
/// <param name="marks">The marks, for example NA.</param>
internal sealed class MissingMarks(IReadOnlyList<string> marks)
{
    private static readonly FrozenSet<string> Usual = FrozenSet.ToFrozenSet(
    [
        "na", "n/a", "n.a.", "#n/a", "<na>", "null", "(null)", "nil", "nan", "nat", "none", "missing", "undefined", "unknown", "blank", "(blank)",
        "not available", "not applicable", "not known", "no data", "tbd", "tba", "k.a.", "keine angabe", "未知", "缺失", "无", "暂无",
        ".", "..", "...", "?", "??", "-", "--", "---", "–", "—", "*", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!",
        "inf", "+inf", "-inf", "infinity", "-infinity", "∞", "-∞", "0000-00-00", "0000-00-00 00:00:00",
    ],
    StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> UsualLookup = Usual.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly SearchValues<char> UsualFirst = SearchValues.Create(
        [.. Usual.SelectMany(mark => new[] { mark[0], char.ToUpperInvariant(mark[0]) }).Distinct()]);

    private static readonly int MaximumUsualLength = Usual.Max(mark => mark.Length);

    private readonly bool[] found = new bool[marks.Count];
    private readonly int maximumLength = marks.Select(mark => mark.Length).DefaultIfEmpty().Max();
    private readonly SearchValues<char> firstCharacters = SearchValues.Create([.. marks.Where(mark => mark.Length > 0).Select(mark => mark[0])]);

    /// <summary>The default marks of all columns. "None" is not one of them, because it is often a category.</summary>
    public static IReadOnlyList<string> Default { get; } = ["NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "null", "NaN", "nan", "?", "-"];

    /// <summary>The usual marks in lower, upper and title case.</summary>
    public static IReadOnlyList<string> UsualSpellings { get; } =
    [
        .. Usual.SelectMany(mark => new[] { mark, mark.ToUpperInvariant(), char.ToUpperInvariant(mark[0]) + mark[1..] })
            .Append("NaN").Append("NaT").Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The marks that occurred so far.</summary>
    public IReadOnlyList<string> Found => [.. marks.Where((_, index) => found[index])];

    /// <summary>
    /// Whether a text usually means a missing value, in any letter case. Such a text is missing in columns of numbers and dates. In other
    /// columns it is a value, unless it is one of the <see cref="Default"/> marks.
    /// </summary>
    public static bool IsUsual(ReadOnlySpan<char> text) =>
        text.Length <= MaximumUsualLength && !text.IsEmpty && UsualFirst.Contains(text[0]) && UsualLookup.Contains(text);

    /// <summary>Whether a text means an infinite number, which no network can use.</summary>
    public static bool IsInfinity(ReadOnlySpan<char> text) =>
        text.Trim("+-") is var word && (word is "\u221E" || word.Equals("inf", StringComparison.OrdinalIgnoreCase)
            || word.Equals("infinity", StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the marks of a column: those of the file, with the column's own.</summary>
    public MissingMarks For(CellFormat? format) => format is null or { MissingMarks: null, Values: null }
        ? this : new MissingMarks([.. marks.Concat(format.MissingMarks ?? []).Except(format.Values ?? [])]);

    /// <summary>Whether a field means a missing value.</summary>
    public bool IsMissing(ReadOnlySpan<char> field) =>
        field.IsEmpty || (field.Length <= maximumLength && firstCharacters.Contains(field[0]) && IsMark(field));

    private bool IsMark(ReadOnlySpan<char> field)
    {
        for (var index = 0; index < found.Length; index++)
        {
            if (field.SequenceEqual(marks[index]))
            {
                found[index] = true;
                return true;
            }
        }

        return false;
    }
}
