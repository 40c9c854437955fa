using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>Layers one after another, named by their numbers as PyTorch's <c>nn.Sequential</c> names them; perhaps with their inputs added to their outputs.</summary>
internal sealed class LayerSequence : nn.Module<Tensor, Tensor>
{
    private readonly bool residual;

    /// <param name="layers">The layers; one that was built for another place keeps the name that it has there.</param>
    /// <param name="residual">Whether the inputs are added.</param>
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
