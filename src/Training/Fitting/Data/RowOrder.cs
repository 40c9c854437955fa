using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Data;

/// <summary>The order of each member's rows in an epoch, cut into batches on request.</summary>
internal sealed class RowOrder : IDisposable
{
    private readonly Tensor indices;
    private readonly long[] lengths;
    private readonly long shortestLength;

    /// <param name="indices">[rows] for one member, or [members, most rows] for several, padded at the end.</param>
    /// <param name="lengths">The number of rows of each member.</param>
    public RowOrder(Tensor indices, long[] lengths) =>
        (this.indices, this.lengths, shortestLength, Length) = (indices.DetachFromDisposeScope(), lengths, lengths.Min(), lengths.Max());

    /// <summary>The number of rows of the member that has the most.</summary>
    public long Length { get; }

    /// <summary>
    /// Returns the batch of at most <paramref name="size"/> rows that starts at position <paramref name="start"/>. It includes the members up to the
    /// last one that has rows there.
    /// </summary>
    public RowBatch GetBatch(long start, long size)
    {
        var rows = Math.Min(size, Length - start);
        if (lengths.Length == 1)
        {
            return new RowBatch(indices.narrow(0, start, rows), rows, [rows]);
        }

        if (start + rows <= shortestLength)
        {
            return new RowBatch(indices.narrow(1, start, rows).reshape(-1), rows, [.. lengths.Select(_ => rows)]);
        }

        var members = 1 + Array.FindLastIndex(lengths, length => length > start);
        var counts = lengths.Take(members).Select(length => Math.Clamp(length - start, 0, rows)).ToArray();
        return new RowBatch(indices.narrow(0, 0, members).narrow(1, start, rows).reshape(-1), rows, counts);
    }

    public void Dispose() => indices.Dispose();
}
