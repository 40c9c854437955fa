using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Data;

/// <summary>The rows of one training step, for all members.</summary>
/// <param name="Indices">[members x rows], the row indices member by member. Members with fewer rows are padded.</param>
/// <param name="RowsPerMember">The number of rows of the member that has the most.</param>
/// <param name="RowCounts">The number of rows of each member, without padding.</param>
internal readonly record struct RowBatch(Tensor Indices, long RowsPerMember, long[] RowCounts)
{
    /// <summary>
    /// [members, rows], the weight of each row in the loss, with a mean of 1 over a member's training rows; null if all rows have the same weight.
    /// </summary>
    public Tensor? Weights { get; init; }

    /// <summary>The number of members that have rows in the batch. They are the first members of the batched network.</summary>
    public int Members => RowCounts.Length;

    /// <summary>Whether at least one member is padded.</summary>
    public bool HasPadding => Members > 1 && RowCounts.Min() < RowsPerMember;

    /// <summary>Returns the batch in which each row is several rows, one after another. The indices stay those of the single rows.</summary>
    public RowBatch Repeat(int copies) => copies == 1 ? this : this with
    {
        RowsPerMember = RowsPerMember * copies,
        RowCounts = Array.ConvertAll(RowCounts, count => count * copies),
        Weights = Weights?.repeat_interleave(copies, 1),
    };

    /// <summary>Returns [members, rows], 1 for a row and 0 for padding.</summary>
    public Tensor RowMask(Device device) =>
        arange(RowsPerMember, device: device).lt(tensor(RowCounts, [Members, 1], device: device)).to(float32);
}
