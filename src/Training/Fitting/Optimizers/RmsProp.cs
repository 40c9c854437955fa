using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>
/// RMSprop with PyTorch's formula and defaults α = 0.99, ε = 1e-8
/// (https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html).
/// </summary>
internal sealed class RmsProp(IReadOnlyList<OptimizerSpec> specs, BatchedNetwork network) : Optimizer(specs, network)
{
    private static readonly MovingAverage Alpha = new(0.99);
    private static readonly Scalar Epsilon = 1e-8;

    private Tensor SquareAverage => States[0];

    protected override void Update(Tensor values, Tensor gradient)
    {
        var square = Alpha.AddSquares(ActivePart(SquareAverage), gradient);
        SubtractStep(values, gradient, square.sqrt().add_(Epsilon, One));
    }
}
