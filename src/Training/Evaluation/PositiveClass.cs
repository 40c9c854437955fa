using LearnML.Training.Tables.Values;

namespace LearnML.Training.Evaluation;

/// <summary>Finds the positive class of a threshold by its name.</summary>
public static class PositiveClass
{
    /// <summary>
    /// Returns the index of a class; -1 if there is none of this name. Words for yes, such as true, are the same class; so are words for no.
    /// </summary>
    /// <param name="name">The name; null is the second class.</param>
    /// <param name="classes">The two class names.</param>
    public static int IndexOf(string? name, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var known = classes.ToList();
        return name is null ? 1
            : known.IndexOf(name) is >= 0 and var exact ? exact
            : known.FindIndex(each => BooleanComparer.Instance.Equals(each, name));
    }
}
