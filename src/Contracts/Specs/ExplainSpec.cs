using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>How the report explains the network.</summary>
public sealed record ExplainSpec
{
    /// <summary>The smallest value of <see cref="Repeats"/>.</summary>
    public const int MinimumRepeats = 2;

    /// <summary>The largest value of <see cref="Repeats"/>.</summary>
    public const int MaximumRepeats = 100;

    /// <summary>The default of <see cref="Repeats"/>.</summary>
    public const int DefaultRepeats = 10;

    /// <summary>How often each column is shuffled for its importance, from 2 to 100. Default: 10.</summary>
    [Range(MinimumRepeats, MaximumRepeats)]
    public int Repeats { get; init; } = DefaultRepeats;

    /// <summary>
    /// Groups of columns that are shuffled together, for example because they tell the same. A group takes the place of its columns. Each has two
    /// or more columns, and no column is in two. Default: none.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Groups { get; init; } = [];
}
