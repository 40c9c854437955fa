using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>Adagrad with PyTorch's formula and default ε = 1e-10 (https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html).</summary>
internal sealed class Adagrad : Optimizer
{
    private static readonly Scalar Epsilon = 1e-10;

    private readonly Tensor[] squares;

    public Adagrad(OptimizerSpec spec, Stack stack)
        : base(spec, stack) => squares = Zeros();

    protected override void Change(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        var square = cut(squares[block]).addcmul_(gradient, gradient, One);
        Subtract(values, gradient, square.sqrt().add_(Epsilon, One));
    }
}
