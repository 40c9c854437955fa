using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>
/// Adadelta with PyTorch's formula and defaults ρ = 0.9, ε = 1e-6
/// (https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html).
/// </summary>
internal sealed class Adadelta(IReadOnlyList<OptimizerSpec> specs, BatchedNetwork network) : Optimizer(specs, network)
{
    private static readonly MovingAverage Rho = new(0.9);
    private static readonly Scalar Epsilon = 1e-6;

    private Tensor SquareAverage => States[0];

    private Tensor ChangeAverage => States[1];

    protected override void Update(Tensor values, Tensor gradient)
    {
        var square = Rho.AddSquares(ActivePart(SquareAverage), gradient);
        var change = ActivePart(ChangeAverage);
        var step = change.add(Epsilon, One).sqrt_().div_(square.add(Epsilon, One).sqrt_()).mul_(gradient);
        Rho.AddSquares(change, step);
        SubtractStep(values, step);
    }
}
