namespace LearnML.Training.Tables.Columns;

/// <summary>A column of categories or booleans. Each distinct text is stored once.</summary>
/// <param name="name">The column's name.</param>
/// <param name="codes">One per row: an index into <paramref name="categories"/>, or <see cref="Missing"/>.</param>
/// <param name="categories">The distinct categories, in order of first occurrence.</param>
public sealed class CategoryColumn(string name, int[] codes, IReadOnlyList<string> categories) : Column(name)
{
    /// <summary>The code of a missing value.</summary>
    public const int Missing = -1;

    /// <summary>One per row: an index into <see cref="Categories"/>, or <see cref="Missing"/>.</summary>
    public int[] Codes { get; } = codes;

    /// <summary>The distinct categories, in order of first occurrence.</summary>
    public IReadOnlyList<string> Categories { get; } = categories;

    /// <inheritdoc/>
    public override int RowCount => Codes.Length;
}
