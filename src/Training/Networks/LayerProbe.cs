using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>Looks at what goes on from each linear layer of a stack, while it is on.</summary>
internal sealed class LayerProbe
{
    private readonly Dictionary<string, Tensor> seen = new(StringComparer.Ordinal);

    public bool IsOn { get; set; }

    /// <summary>By layer: [3, members] the mean, the variance and the share of dead units. Call it in the dispose scope of the forward pass.</summary>
    public IReadOnlyDictionary<string, Tensor> Seen => seen;

    /// <summary>Takes a layer's activations, [rows, units] or [members, rows, units].</summary>
    public Tensor Look(string? layer, Tensor activations)
    {
        if (IsOn && layer is not null)
        {
            var each = activations.dim() == 2 ? activations.unsqueeze(0) : activations;
            var all = each.flatten(1);
            seen[layer] = stack(
            [
                all.mean([1]),
                all.var(1, unbiased: false),
                each.amax([1]).eq(each.amin([1])).to(float32).mean([1]),
            ]);
        }

        return activations;
    }
}
