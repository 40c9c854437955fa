using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// A layer of a batched network, with its forward and its backward pass. The backward pass is written out, because libtorch's recording of
/// operations takes longer than the arithmetic of a small network.
/// </summary>
internal abstract class Layer
{
    /// <summary>Whether the layer has parameters that are trained.</summary>
    public virtual bool IsTrained => false;

    /// <summary>Computes the outputs. In training, saves what the backward pass needs.</summary>
    /// <param name="input">[rows, units] of one member, or [active, rows, units] of the first members.</param>
    public abstract Tensor Forward(Tensor input);

    /// <summary>
    /// Adds to the gradients of the layer's parameters, and returns the gradient of the input of the last forward pass. For rows of padding, the
    /// gradients of outputs and inputs are 0.
    /// </summary>
    /// <param name="gradient">The gradient of the outputs. It is overwritten.</param>
    /// <param name="needsInputGradient">Whether an earlier layer is trained. If not, returns null.</param>
    public abstract Tensor? Backward(Tensor gradient, bool needsInputGradient);
}
