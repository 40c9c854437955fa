using LearnML.Training.Networks.Layers;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Embeddings;

/// <summary>Selects units by their positions: [.., rows, positions] from [.., rows, units]. Each member has positions of its own.</summary>
internal sealed class MemberSelection
{
    /// <summary>The position of no unit, which gives 0. Members with fewer positions than others get it at the end.</summary>
    public const int Nothing = -1;

    private readonly MemberConstant indices;
    private readonly MemberConstant? isSelected;
    private readonly int width;

    /// <param name="positions">The positions for each member.</param>
    /// <param name="parameters">Keeps the positions, on the device of the network.</param>
    public MemberSelection(IReadOnlyList<IReadOnlyList<int>> positions, BatchedParameters parameters)
    {
        width = positions.Max(each => each.Count);
        int[][] padded = [.. positions.Select(each => (int[])[.. each, .. Enumerable.Repeat(Nothing, width - each.Count)])];
        long[] shape = [1, width]; // one row of positions, for all rows of a batch
        indices = new MemberConstant([.. padded.Select(each => Array.ConvertAll(each, index => Math.Max(index, 0)))], shape, int64, parameters);
        int[][] marks = [.. padded.Select(each => Array.ConvertAll(each, index => index == Nothing ? 0 : 1))];
        isSelected = marks.Any(each => each.Contains(0)) ? new MemberConstant(marks, shape, parameters.Values.dtype, parameters) : null;
    }

    /// <summary>Returns the units at the positions.</summary>
    /// <param name="units">[rows, units] of one member, or [active, rows, units] of the first members.</param>
    public Tensor Select(Tensor units)
    {
        var selected = indices.AreEqual
            ? units.index_select(-1, indices.Values.view(-1))
            : units.gather(-1, indices.For(units).expand(units.size(0), units.size(1), width));
        return isSelected is null ? selected : selected.mul_(isSelected.For(units));
    }
}
