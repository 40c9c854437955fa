using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// Measures the activations of each linear layer of a batched network during a forward pass: after the activation function, or of the layer
/// itself if no activation function follows.
/// </summary>
internal sealed class ActivationHook
{
    private readonly Dictionary<string, Tensor> statistics = new(StringComparer.Ordinal);

    /// <summary>Whether forward passes are measured. Default: false.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>
    /// The statistics of the last measured forward pass by the path of the linear layer, each [3, members]: the mean, the variance, and the
    /// share of dead units, whose value is the same for all rows. The tensors belong to the dispose scope of that forward pass.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Statistics => statistics;

    /// <summary>Measures activations if <see cref="IsEnabled"/>, and returns them unchanged.</summary>
    /// <param name="layer">The path of the linear layer; null if the activations do not come from one, so that they are not measured.</param>
    /// <param name="activations">The activations, [rows, units] or [members, rows, units].</param>
    public Tensor Record(string? layer, Tensor activations)
    {
        if (IsEnabled && layer is not null)
        {
            var each = activations.dim() == 2 ? activations.unsqueeze(0) : activations;

            // Row by row and then over the rows: a mean in one go would depend on the number of threads.
            var mean = each.mean([2]).mean([1]);
            var centered = each.sub(mean.view(-1, 1, 1));
            statistics[layer] = stack(
            [
                mean,
                centered.mul(centered).mean([2]).mean([1]),
                each.amax([1]).eq(each.amin([1])).to(float32).mean([1]),
            ]);
        }

        return activations;
    }
}
