using LearnML.Training.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>The numbers of rows of the members in a batch, for sums and means over rows without padding.</summary>
internal sealed class MemberRows
{
    // Created once. TensorDataset explains why.
    private static readonly Scalar One = 1;

    private readonly Tensor? mask;

    /// <param name="input">[rows, units] of one member, or [active, rows, units].</param>
    /// <param name="random">Knows the number of rows of each member.</param>
    /// <param name="copies">The number of copies of each row in the input.</param>
    public MemberRows(Tensor input, BatchedRandom random, int copies)
    {
        var rows = input.size(-2);
        long[] counts = random.Members.Count == 1 ? [rows] : [.. random.BatchRows[..(int)input.size(0)].Select(count => count * copies)];
        long[] shape = random.Members.Count == 1 ? [1, 1] : [counts.Length, 1, 1];
        Counts = tensor(counts, shape, input.dtype, input.device);
        mask = Array.TrueForAll(counts, count => count == rows)
            ? null
            : arange(rows, device: input.device).view(1, rows, 1).lt(Counts).to(input.dtype);
        HasSingles = counts.Contains(1);
    }

    /// <summary>The number of rows of each member, [1, 1] or [active, 1, 1].</summary>
    public Tensor Counts { get; }

    /// <summary>Whether a member has a single row, which has no variance.</summary>
    public bool HasSingles { get; }

    /// <summary>Returns the sum over the rows of each member, without padding.</summary>
    public Tensor Sum(Tensor values) => (mask is null ? values : values.mul(mask)).sum(-2, keepdim: true);

    /// <summary>Returns the mean over the rows of each member, without padding.</summary>
    public Tensor Mean(Tensor values) => Sum(values).div_(Counts);

    /// <summary>Returns 0 in place of the values of padding, and of members that have a single row.</summary>
    public Tensor WithoutPaddingAndSingles(Tensor values)
    {
        var masked = mask is null ? values : values.mul(mask);
        return HasSingles ? masked.mul(Counts.gt(One)) : masked;
    }
}
