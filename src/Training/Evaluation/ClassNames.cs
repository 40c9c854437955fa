using LearnML.Contracts;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Evaluation;

/// <summary>
/// Finds the classes that were trained on by the texts of another file. A text that is not a class as it stands is compared without surrounding
/// spaces, then as a number: 1, 1.0 and " 1" are one class.
/// </summary>
internal sealed class ClassNames
{
    private readonly Dictionary<string, int> byText;
    private readonly Dictionary<double, int> byNumber;
    private readonly NumberReader numbers;

    /// <param name="classes">The class names, by class index.</param>
    /// <param name="target">The target column as it was trained on; its type and format determine which texts are equal.</param>
    /// <param name="decimalMark">The decimal mark of the training file.</param>
    public ClassNames(IReadOnlyList<string> classes, ColumnSchema target, char decimalMark)
    {
        numbers = NumberReader.Create(target.Format, decimalMark);
        byText = new Dictionary<string, int>(ValueComparer.For(target.Type));
        foreach (var (index, name) in classes.Index())
        {
            byText.TryAdd(name, index);
        }

        foreach (var (index, name) in classes.Index())
        {
            byText.TryAdd(name.Trim(), index);
        }

        byNumber = classes.Index().Select(entry => (IsNumber: numbers.TryRead(entry.Item, out var number), Number: number, entry.Index))
            .Where(entry => entry.IsNumber).GroupBy(entry => entry.Number).Where(group => group.Count() == 1)
            .ToDictionary(group => group.Key, group => group.Single().Index);
    }

    /// <summary>Returns the class index of a text; -1 if there is no such class.</summary>
    public int IndexOf(string text) =>
        byText.TryGetValue(text, out var index) || byText.TryGetValue(text.Trim(), out index)
            || (numbers.TryRead(text, out var number) && byNumber.TryGetValue(number, out index))
            ? index
            : -1;
}
