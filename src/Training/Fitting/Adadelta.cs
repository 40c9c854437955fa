using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Adadelta with PyTorch's formula and defaults ρ = 0.9, ε = 1e-6
/// (https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html).
/// </summary>
internal sealed class Adadelta : Optimizer
{
    private const double Smoothing = 0.9;

    private static readonly Scalar Remembered = Smoothing;
    private static readonly Scalar ShareOfSquare = 1 - Smoothing;
    private static readonly Scalar Epsilon = 1e-6;

    private readonly Tensor[] squares;
    private readonly Tensor[] changes;

    public Adadelta(OptimizerSpec spec, Stack stack)
        : base(spec, stack) => (squares, changes) = (Zeros(), Zeros());

    protected override void Change(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        var square = cut(squares[block]).mul_(Remembered).addcmul_(gradient, gradient, ShareOfSquare);
        var change = cut(changes[block]);
        var step = change.add(Epsilon, One).sqrt_().div_(square.add(Epsilon, One).sqrt_()).mul_(gradient);
        change.mul_(Remembered).addcmul_(step, step, ShareOfSquare);
        Subtract(values, step);
    }
}
