namespace LearnML.Training.Fitting.Data;

/// <summary>
/// Which members of a batched network belong to which split. Each split has as many members as the spec's ensemble has networks. The members
/// of a split follow each other.
/// </summary>
/// <param name="splits">The splits, in the order of their members.</param>
/// <param name="networks">The number of networks of each split.</param>
internal sealed class SplitMembers(IReadOnlyList<Split> splits, int networks)
{
    /// <summary>
    /// The ids of the members, which select their random numbers. The ids depend only on the fold, so that a fold draws the same numbers with any
    /// other folds beside it.
    /// </summary>
    public IEnumerable<int> Ids => splits.SelectMany(split => Enumerable.Range((split.Fold ?? 0) * networks, networks));

    /// <summary>Returns the index of a member's split.</summary>
    public int SplitOf(int member) => member / networks;

    /// <summary>Returns the index of a split's first member.</summary>
    public int FirstOf(int split) => split * networks;

    /// <summary>Returns the indices of a split's members.</summary>
    public IEnumerable<int> Of(int split) => Enumerable.Range(FirstOf(split), networks);

    /// <summary>Returns the entries of a split's members.</summary>
    /// <param name="split">The index of the split.</param>
    /// <param name="members">An entry for each member.</param>
    public T[] Of<T>(int split, T[] members) => members[FirstOf(split)..FirstOf(split + 1)];

    /// <summary>Returns an entry for each member: the value of its split.</summary>
    /// <param name="valueOfSplit">Returns the value of the split with this index.</param>
    public T[] Repeat<T>(Func<int, T> valueOfSplit) => [.. splits.SelectMany((_, split) => Enumerable.Repeat(valueOfSplit(split), networks))];
}
