using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>
/// RMSprop with PyTorch's formula and defaults α = 0.99, ε = 1e-8
/// (https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html).
/// </summary>
internal sealed class RmsProp : Optimizer
{
    private const double Alpha = 0.99;

    private static readonly Scalar AlphaScalar = Alpha;
    private static readonly Scalar OneMinusAlpha = 1 - Alpha;
    private static readonly Scalar Epsilon = 1e-8;

    private readonly Tensor[] squareAverages;

    public RmsProp(OptimizerSpec spec, BatchedNetwork network)
        : base(spec, network) => squareAverages = CreateState();

    protected override void Update(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        var square = cut(squareAverages[block]).mul_(AlphaScalar).addcmul_(gradient, gradient, OneMinusAlpha);
        SubtractStep(values, gradient, square.sqrt().add_(Epsilon, One));
    }
}
