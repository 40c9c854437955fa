using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>
/// Finds the input of a category. A text that is not a category as it stands is compared without surrounding spaces, then as a number: 60,
/// 60.0 and "60" are one category. A usual missing mark that is not a category is a missing value.
/// </summary>
internal sealed class CategoryLookup
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> byText;
    private readonly Dictionary<double, int> byNumber;
    private readonly int missing;

    /// <summary>Indexes the categories of an encoding.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="type">The column's type, which determines which texts are equal.</param>
    public CategoryLookup(CategoryEncoding encoding, ColumnType type)
    {
        missing = encoding.Width - 1;
        var inputs = encoding.GetInputIndices(ValueComparer.For(type));
        byNumber = inputs.Select(entry => (IsNumber: NumberParser.TryParse(entry.Key, '.', out var number), Number: number, Input: entry.Value))
            .Where(entry => entry.IsNumber).GroupBy(entry => entry.Number).Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.Single().Input);
        foreach (var (category, input) in inputs.ToArray())
        {
            inputs.TryAdd(category.Trim(), input);
        }

        byText = inputs.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The categories that are numbers, and their inputs. Numbers that two categories have are not among them.</summary>
    public IEnumerable<(double Number, int Input)> Numbers => byNumber.Select(entry => (entry.Key, entry.Value));

    /// <summary>Returns the input of a text; -1 if it was not seen in training.</summary>
    public int Find(ReadOnlySpan<char> text)
    {
        if (byText.TryGetValue(text, out var input) || byText.TryGetValue(text.Trim(), out input))
        {
            return input;
        }

        if (MissingMarks.IsUsual(text))
        {
            return missing;
        }

        return byNumber.Count > 0 && NumberParser.TryParse(text, '.', out var number) && byNumber.TryGetValue(number, out input) ? input : -1;
    }
}
