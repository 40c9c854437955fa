using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>The rows of a step.</summary>
/// <param name="Indices">Member after member, each padded to the rows of the longest.</param>
/// <param name="Rows">The rows of the longest.</param>
/// <param name="Counts">How many rows each member really has.</param>
internal readonly record struct RowBatch(Tensor Indices, long Rows, long[] Counts)
{
    /// <summary>The members in it: the first ones of the stack.</summary>
    public int Members => Counts.Length;

    /// <summary>Whether some member is padded.</summary>
    public bool IsRagged => Members > 1 && Counts.Min() < Rows;

    /// <summary>[members, rows], 1 for a row and 0 for padding.</summary>
    public Tensor Mask(Device device)
    {
        var mask = zeros(Members, Rows);
        for (var member = 0; member < Members; member++)
        {
            mask.select(0, member).narrow(0, 0, Counts[member]).fill_(1);
        }

        return mask.to(device);
    }
}
