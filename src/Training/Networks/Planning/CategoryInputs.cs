namespace LearnML.Training.Networks.Planning;

/// <summary>
/// The one-hot inputs of a category column: one for each frequent category, then one that all rare categories share, if there are any, and last one
/// for a missing value. For a category that was never seen, the rare input is set, or none if there is no rare input.
/// </summary>
/// <param name="Start">The position of the first input.</param>
/// <param name="Width">The number of inputs.</param>
/// <param name="HasRare">Whether rare categories share an input.</param>
public sealed record CategoryInputs(int Start, int Width, bool HasRare)
{
    /// <summary>The number of categories; the rare ones count as one.</summary>
    internal int Categories => Width - 1;

    /// <summary>The position of the input of missing values.</summary>
    internal int Missing => Start + Width - 1;

    /// <summary>The position of the input that rare categories share; null if there is none.</summary>
    internal int? Rare => HasRare ? Missing - 1 : null;

    /// <summary>The positions of all inputs of the column.</summary>
    internal IEnumerable<int> Positions => Enumerable.Range(Start, Width);
}
