using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// Applies layers one after another, and optionally adds the input to the output (a residual connection). The layers are named by their
/// index, as in PyTorch's <c>nn.Sequential</c>.
/// </summary>
internal sealed class LayerSequence : nn.Module<Tensor, Tensor>
{
    private readonly bool residual;

    /// <param name="layers">The layers. A layer that is not new is shared: it keeps the name of its first place and is not registered again.</param>
    /// <param name="residual">Whether the input is added to the output.</param>
    public LayerSequence(IReadOnlyList<(nn.Module<Tensor, Tensor> Layer, bool IsNew)> layers, bool residual)
        : base(nameof(LayerSequence))
    {
        (Layers, this.residual) = ([.. layers.Select(layer => layer.Layer)], residual);
        foreach (var (index, (layer, isNew)) in layers.Index())
        {
            if (isNew)
            {
                register_module(index.ToString(System.Globalization.CultureInfo.InvariantCulture), layer);
            }
        }
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<nn.Module<Tensor, Tensor>> Layers { get; }

    public override Tensor forward(Tensor input)
    {
        var output = input;
        foreach (var layer in Layers)
        {
            output = layer.call(output);
        }

        return residual ? output.add(input) : output;
    }
}
