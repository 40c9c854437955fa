using System.Buffers;

namespace LearnML.Training.Tables;

/// <summary>The fields that mean a missing value: the empty field and the given marks.</summary>
/// <param name="marks">The marks, for example NA.</param>
internal sealed class MissingMarks(IReadOnlyList<string> marks)
{
    private readonly bool[] met = new bool[marks.Count];
    private readonly int longest = marks.Select(mark => mark.Length).DefaultIfEmpty().Max();
    private readonly SearchValues<char> firstLetters = SearchValues.Create([.. marks.Where(mark => mark.Length > 0).Select(mark => mark[0])]);

    /// <summary>The default marks. "None" is not one of them, because it is often a category.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "null", "NaN", "nan", "?", "-"];

    /// <summary>The marks that occurred so far.</summary>
    public IReadOnlyList<string> Met => [.. marks.Where((_, index) => met[index])];

    /// <summary>Whether a field means a missing value.</summary>
    public bool Contains(ReadOnlySpan<char> field) => field.IsEmpty || (field.Length <= longest && firstLetters.Contains(field[0]) && IsMark(field));

    private bool IsMark(ReadOnlySpan<char> field)
    {
        for (var index = 0; index < met.Length; index++)
        {
            if (field.SequenceEqual(marks[index]))
            {
                met[index] = true;
                return true;
            }
        }

        return false;
    }
}
