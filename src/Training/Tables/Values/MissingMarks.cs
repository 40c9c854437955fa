using System.Buffers;

namespace LearnML.Training.Tables.Values;

/// <summary>The fields that mean a missing value: the empty field and the given marks.</summary>
/// <param name="marks">The marks, for example NA.</param>
internal sealed class MissingMarks(IReadOnlyList<string> marks)
{
    private readonly bool[] found = new bool[marks.Count];
    private readonly int maximumLength = marks.Select(mark => mark.Length).DefaultIfEmpty().Max();
    private readonly SearchValues<char> firstCharacters = SearchValues.Create([.. marks.Where(mark => mark.Length > 0).Select(mark => mark[0])]);

    /// <summary>The default marks. "None" is not one of them, because it is often a category.</summary>
    public static IReadOnlyList<string> Default { get; } = ["NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "null", "NaN", "nan", "?", "-"];

    /// <summary>The marks that occurred so far.</summary>
    public IReadOnlyList<string> Found => [.. marks.Where((_, index) => found[index])];

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
