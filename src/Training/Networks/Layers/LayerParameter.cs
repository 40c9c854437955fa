using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>A parameter of a layer: the values of all members, and their gradients while they are trained.</summary>
/// <param name="layer">The path of the layer.</param>
/// <param name="isBias">Whether it is a bias, not a weight.</param>
/// <param name="isFrozen">Whether it is never trained.</param>
/// <param name="values">The values of one member, in at most two dimensions; or of several members, in three: [members, ..., ...].</param>
internal sealed class LayerParameter(string layer, bool isBias, bool isFrozen, Tensor values)
{
    // Created once. TensorDataset explains why.
    private static readonly Scalar One = 1;

    private readonly long members = values.dim() == 3 ? values.size(0) : 1;
    private bool hasGradient;

    /// <summary>The path of the layer.</summary>
    public string Layer => layer;

    /// <summary>Whether it is a bias, not a weight.</summary>
    public bool IsBias => isBias;

    /// <summary>Whether it is trained. If not, it has no gradient.</summary>
    public bool IsTrained => !isFrozen;

    /// <summary>The values of all members.</summary>
    public Tensor Values => values;

    /// <summary>The number of inputs of each member, for the weights of a linear layer; empty for other parameters.</summary>
    public IReadOnlyList<int> Inputs { get; set; } = [];

    /// <summary>The learning rate relative to that of the run. Default: 1.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>The gradient of the last backward pass, with the shape of the values. The backward pass needs it.</summary>
    public Tensor Gradient { get; set; } = null!;

    /// <summary>Returns the values of the members that an input has rows of.</summary>
    public Tensor ValuesFor(Tensor input) => ActivePart(values, input);

    /// <summary>Forgets the gradient, before a backward pass.</summary>
    public void ClearGradient() => hasGradient = false;

    /// <summary>Adds to the gradient. It is the sum over all layers that share the parameter.</summary>
    /// <param name="addend">The gradient in one of the layers, of all members or of the first ones.</param>
    public void AddGradient(Tensor addend)
    {
        var gradient = ActivePart(Gradient, addend);
        if (hasGradient)
        {
            gradient.add_(addend, One);
        }
        else
        {
            gradient.copy_(addend);
        }

        hasGradient = true;
    }

    /// <summary>Adds the product of two matrices to the gradient of a single member.</summary>
    public void AddProduct(Tensor left, Tensor right)
    {
        Gradient.addmm_(left, right, beta: hasGradient ? 1 : 0);
        hasGradient = true;
    }

    private Tensor ActivePart(Tensor all, Tensor input) => members == 1 || input.size(0) == members ? all : all.narrow(0, 0, input.size(0));
}
