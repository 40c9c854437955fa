namespace LearnML.Training.Tables;

/// <summary>Names, each stored once: categories, and the two values of a boolean.</summary>
/// <param name="name">The column's name.</param>
/// <param name="codes">One per row: an index into <paramref name="categories"/>; <see cref="Missing"/> where there is none.</param>
/// <param name="categories">The different names, in the order of their first row.</param>
public sealed class CategoryColumn(string name, int[] codes, IReadOnlyList<string> categories) : Column(name)
{
    /// <summary>The code of a missing value.</summary>
    public const int Missing = -1;

    /// <summary>One per row: an index into <see cref="Categories"/>; <see cref="Missing"/> where there is none.</summary>
    public int[] Codes { get; } = codes;

    /// <summary>The different names, in the order of their first row.</summary>
    public IReadOnlyList<string> Categories { get; } = categories;

    /// <inheritdoc/>
    public override int Rows => Codes.Length;
}
