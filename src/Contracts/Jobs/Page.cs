namespace LearnML.Contracts;

/// <summary>One page of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="Total">The number of items in the whole list.</param>
/// <param name="Skip">The number of items before this page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, int Skip)
{
    /// <summary>The <c>cursor</c> of the next page; null on the last page, and in lists that have no cursors.</summary>
    public string? Next { get; init; }
}
