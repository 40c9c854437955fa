namespace LearnML.Contracts;

/// <summary>A part of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="Total">How many items there are in all.</param>
/// <param name="Skip">How many items come before this page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, int Skip);
