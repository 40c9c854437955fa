using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// RMSprop with PyTorch's formula and defaults α = 0.99, ε = 1e-8
/// (https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html).
/// </summary>
internal sealed class RmsProp : Optimizer
{
    private const double Smoothing = 0.99;

    private static readonly Scalar Remembered = Smoothing;
    private static readonly Scalar ShareOfSquare = 1 - Smoothing;
    private static readonly Scalar Epsilon = 1e-8;

    private readonly Tensor[] squares;

    public RmsProp(OptimizerSpec spec, Stack stack)
        : base(spec, stack) => squares = Zeros();

    protected override void Change(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        var square = cut(squares[block]).mul_(Remembered).addcmul_(gradient, gradient, ShareOfSquare);
        Subtract(values, gradient, square.sqrt().add_(Epsilon, One));
    }
}
