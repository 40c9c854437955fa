using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>Applies layers one after another, and optionally adds the input to the output (a residual connection).</summary>
/// <param name="layers">The layers in order.</param>
/// <param name="residual">Whether the input is added to the output.</param>
internal sealed class LayerSequence(IReadOnlyList<Layer> layers, bool residual) : Layer
{
    // Created once. TensorDataset explains why.
    private static readonly Scalar One = 1;

    private readonly int firstTrained = layers.Index().FirstOrDefault(layer => layer.Item.IsTrained, (layers.Count, null!)).Index;

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers => layers;

    public override bool IsTrained => firstTrained < layers.Count;

    public override Tensor Forward(Tensor input)
    {
        var output = input;
        foreach (var layer in layers)
        {
            output = layer.Forward(output);
        }

        return residual ? output.add(input, One) : output;
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        var ofInput = residual && needsInputGradient ? gradient.clone() : null;
        var ofOutput = gradient;
        for (var index = layers.Count - 1; index >= 0 && ofOutput is not null; index--)
        {
            ofOutput = layers[index].Backward(ofOutput, needsInputGradient || firstTrained < index);
        }

        return ofOutput is null || ofInput is null ? ofOutput : ofOutput.add_(ofInput, One);
    }
}
