using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>The rows of each member of a stack. To learn from, the members with the most rows come first.</summary>
/// <param name="Samples">Where the rows lie.</param>
/// <param name="Rows">Each member's indices into them.</param>
internal sealed record RowSet(Samples Samples, IReadOnlyList<long[]> Rows)
{
    /// <summary>The rows of all members together.</summary>
    public long Count => Rows.Sum(rows => (long)rows.Length);

    /// <summary>The batches of each member in an epoch.</summary>
    public IReadOnlyList<long> Steps(long batchSize) => [.. Rows.Select(rows => (rows.LongLength + batchSize - 1) / batchSize)];

    /// <summary>So many rows of each member, evenly spread over its own; where it has fewer, they come again.</summary>
    public RowSet Spread(int count) => new(Samples, [.. Rows.Select(rows => Spread(rows, count))]);

    /// <summary>At most so many rows of each member, evenly spread over its own.</summary>
    public RowSet Sample(int most) => new(Samples, [.. Rows.Select(rows => Sample(rows, most))]);

    /// <summary>At most so many rows, evenly spread.</summary>
    public static long[] Sample(long[] rows, int most) => rows.Length <= most ? rows : Spread(rows, most);

    /// <summary>Each member's rows in their own order.</summary>
    public RowOrder InOrder()
    {
        using var scope = NewDisposeScope();
        return Order(member => tensor(Rows[member]));
    }

    /// <summary>Each member's rows in a random order of its own.</summary>
    public RowOrder Shuffle(StackRandom random)
    {
        using var scope = NewDisposeScope();
        return Order(member => tensor(Rows[member]).index_select(0, randperm(Rows[member].Length, generator: random.Members[member].OnCpu)));
    }

    private static long[] Spread(long[] rows, int count) => [.. Enumerable.Range(0, count).Select(index => rows[(long)index * rows.Length / count])];

    private RowOrder Order(Func<int, Tensor> indices)
    {
        var lengths = Rows.Select(rows => rows.LongLength).ToArray();
        if (Rows.Count == 1)
        {
            return new RowOrder(indices(0).to(Samples.Device), lengths);
        }

        // Padding counts nothing, for a batch says how many rows each member has in it; but its loss is computed, and must be a
        // number: it is a row of the member's own, because of others the target may be missing.
        var all = zeros(Rows.Count, lengths.Max(), int64);
        for (var member = 0; member < Rows.Count; member++)
        {
            all[member].fill_(Rows[member].FirstOrDefault());
            all[member].narrow(0, 0, lengths[member]).copy_(indices(member));
        }

        return new RowOrder(all.to(Samples.Device), lengths);
    }
}
