using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Data;

/// <summary>The rows of each member of a batched network. For training, the members with the most rows must come first.</summary>
/// <param name="Data">The inputs and targets.</param>
/// <param name="Rows">The row indices of each member.</param>
internal sealed record RowSet(TensorDataset Data, IReadOnlyList<long[]> Rows)
{
    /// <summary>Returns the number of batches of each member in one epoch.</summary>
    public IReadOnlyList<long> StepCounts(long batchSize) => [.. Rows.Select(rows => (rows.LongLength + batchSize - 1) / batchSize)];

    /// <summary>Returns exactly <paramref name="count"/> rows of each member, evenly spaced. Rows repeat if a member has fewer.</summary>
    public RowSet SpreadTo(int count) => new(Data, [.. Rows.Select(rows => SpreadTo(rows, count))]);

    /// <summary>Returns at most <paramref name="maximum"/> rows of each member, evenly spaced.</summary>
    public RowSet SampleAtMost(int maximum) => new(Data, [.. Rows.Select(rows => SampleAtMost(rows, maximum))]);

    /// <summary>Returns at most <paramref name="maximum"/> of the rows, evenly spaced.</summary>
    public static long[] SampleAtMost(long[] rows, int maximum) => rows.Length <= maximum ? rows : SpreadTo(rows, maximum);

    /// <summary>Returns each member's rows in their stored order.</summary>
    public RowOrder InOrder()
    {
        using var scope = NewDisposeScope();
        return CreateOrder(member => tensor(Rows[member]));
    }

    /// <summary>Returns each member's rows in random order, drawn from the member's own generator.</summary>
    public RowOrder Shuffle(BatchedRandom random)
    {
        using var scope = NewDisposeScope();
        return CreateOrder(member =>
            tensor(Rows[member]).index_select(0, randperm(Rows[member].Length, generator: random.Members[member].CpuGenerator)));
    }

    private static long[] SpreadTo(long[] rows, int count) =>
        [.. Enumerable.Range(0, count).Select(index => rows[(long)index * rows.Length / count])];

    private RowOrder CreateOrder(Func<int, Tensor> indices)
    {
        var lengths = Rows.Select(rows => rows.LongLength).ToArray();
        if (Rows.Count == 1)
        {
            return new RowOrder(indices(0).to(Data.Device), lengths);
        }

        // Padding does not count, because each batch knows its number of rows per member. But the loss of the padding is computed and must
        // be finite. So one of the member's own rows is the padding: other rows may have no target.
        var all = zeros(Rows.Count, lengths.Max(), int64);
        for (var member = 0; member < Rows.Count; member++)
        {
            all[member].fill_(Rows[member].FirstOrDefault());
            all[member].narrow(0, 0, lengths[member]).copy_(indices(member));
        }

        return new RowOrder(all.to(Data.Device), lengths);
    }
}
